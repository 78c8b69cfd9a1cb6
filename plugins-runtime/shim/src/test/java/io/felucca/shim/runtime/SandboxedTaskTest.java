package io.felucca.shim.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.launch.ShimSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tasks of a sandbox whose controller says where they are served. */
public class SandboxedTaskTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Scope scope = Scope.of("ns");
  private FakeShim shim;
  private ShimTaskManager manager;

  @Before
  public void make() throws IOException {
    shim = new FakeShim(temporary.newFolder("shim").toPath());
    shim.starting("exit 1").serving(3);
    Path top = temporary.getRoot().toPath();
    manager =
        new ShimTaskManager(
            ShimFixture.settings(top.resolve("root"), top.resolve("state"), "/events.sock"),
            new RecordedEvents()::publish,
            () -> ShimSettings.NONE,
            (its, id) -> id.equals("pod") ? Optional.of(endpoint()) : Optional.empty(),
            () -> false);
    manager.start();
  }

  private Endpoint endpoint() {
    return new Endpoint(3, shim.address(), "ttrpc");
  }

  @After
  public void end() {
    manager.close();
    shim.close();
  }

  private Path bundle() {
    return temporary.getRoot().toPath().resolve("state/tasks/ns/c");
  }

  @Test
  public void theyAreCreatedThereAndNoShimIsStarted() throws IOException {
    TaskSpec spec =
        new TaskSpec(
            "c",
            shim.program().toString(),
            new TypedValue("spec", new byte[] {'{', '}'}),
            List.of(),
            new TaskIo("", "", "", false),
            null,
            "",
            "pod");
    assertEquals(FakeShim.PID, manager.create(scope, spec).pid());
    assertEquals("pod", Files.readString(bundle().resolve("sandbox")));
    assertTrue(Files.readString(bundle().resolve("bootstrap.json")).contains(shim.address()));
    manager.get(scope, "c").delete(scope, "");
    assertFalse(Files.exists(bundle()));
    assertEquals(
        "the shim lives as long as the sandbox",
        List.of("containerd.task.v3.Task/Create ns", "containerd.task.v3.Task/Delete ns"),
        shim.calls);
  }
}
