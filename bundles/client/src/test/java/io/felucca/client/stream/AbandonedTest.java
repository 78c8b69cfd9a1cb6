package io.felucca.client.stream;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Folders of FIFOs whose maker is gone. */
public class AbandonedTest {
  /** Above what pid_max(5) can be. */
  private static final long NOBODY = 1L << 40;

  private static final String DAEMON = FifoOwner.daemon("/sock", "default");

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final List<FifoOwner> asked = new ArrayList<>();
  private Path parent;

  @Before
  public void where() {
    parent = temporary.getRoot().toPath();
  }

  private Path left(String daemon, String container, String exec, long maker) throws IOException {
    FifoOwner owner = new FifoOwner(daemon, container, exec, maker);
    Path folder = FifoFolder.make(parent, owner, List.of("stdout", "stderr")).get(0).getParent();
    return aged(folder);
  }

  private static Path aged(Path folder) throws IOException {
    return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(100)));
  }

  private void remove(boolean used) throws IOException {
    Abandoned.remove(
        parent,
        DAEMON,
        (owner, folder) -> {
          asked.add(owner);
          return used;
        });
  }

  @Test
  public void whatNobodyUsesIsRemoved() throws Exception {
    Path task = left(DAEMON, "web", "", NOBODY);
    Path exec = left(DAEMON, "web", "sh-1", NOBODY);
    remove(false);
    assertTrue(Files.notExists(task));
    assertTrue(Files.notExists(exec));
    assertTrue(asked.contains(new FifoOwner(DAEMON, "web", "sh-1", NOBODY)));
    assertTrue(asked.contains(new FifoOwner(DAEMON, "web", "", NOBODY)));
  }

  @Test
  public void whatIsUsedStays() throws Exception {
    Path task = left(DAEMON, "web", "", NOBODY);
    remove(true);
    assertTrue(Files.exists(task.resolve("stdout")));
  }

  @Test
  public void othersAreNotAskedFor() throws Exception {
    Path living = left(DAEMON, "a", "", ProcessHandle.current().pid());
    Path elsewhere = left(FifoOwner.daemon("/other", "default"), "b", "", NOBODY);
    Path young =
        FifoFolder.make(parent, new FifoOwner(DAEMON, "c", "", NOBODY), List.of("stdout"))
            .get(0)
            .getParent();
    Path foreign = aged(Files.createDirectory(parent.resolve("felucca," + DAEMON + ",d,,none,1")));
    remove(false);
    assertEquals(List.of(), asked);
    for (Path stays : List.of(living, elsewhere, young, foreign)) {
      assertTrue(stays.toString(), Files.exists(stays));
    }
  }

  @Test
  public void whatIsNoFifoIsNotRemoved() throws Exception {
    Path folder = left(DAEMON, "web", "", NOBODY);
    Files.writeString(folder.resolve("note"), "mine");
    aged(folder);
    remove(false);
    assertTrue(Files.exists(folder.resolve("note")));
  }
}
