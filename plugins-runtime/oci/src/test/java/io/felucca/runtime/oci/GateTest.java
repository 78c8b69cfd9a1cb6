package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Scope;
import io.felucca.linux.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GateTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Path folder;
  private Gate gate;

  @Before
  public void makeGate() throws IOException {
    folder = temporary.newFolder("task").toPath();
    gate = new Gate("task", folder, workers);
  }

  @After
  public void endWorkers() {
    workers.shutdownNow();
  }

  private void await(String... all) throws InterruptedException {
    RealTasks.await("all is done", () -> done.size() == all.length);
    assertEquals(List.of(all), done);
  }

  @Test
  public void whatFollowsFromAnEventIsDoneWhenNobodyIsAtIt() throws InterruptedException {
    gate.pass(
        Scope.daemon(),
        () -> {
          gate.later(() -> done.add("later"));
          return done.add("call");
        });
    await("call", "later");
  }

  @Test
  public void aFolderThatCannotBeLockedForNowIsTriedAgain() throws Exception {
    Path inTheWay = Files.createDirectory(folder.resolve("lock"));
    gate.later(() -> done.add("exit"));
    Thread.sleep(50);
    assertEquals(List.of(), done);
    Files.delete(inTheWay);
    await("exit");
  }

  @Test
  public void nothingIsDoneForAFolderThatIsGone() throws Exception {
    FileTree.delete(folder);
    gate.later(() -> done.add("exit"));
    Thread.sleep(50);
    Files.createDirectory(folder);
    gate.later(() -> done.add("another"));
    await("another");
  }
}
