package io.felucca.shim.runtime;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.task.TaskManager;
import io.felucca.shim.launch.ShimSettings;
import io.felucca.testkit.TaskSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;

/** The suite of all runtimes on containerd's own shim for runc. */
public class ShimSuiteTest extends TaskSuite {
  @Rule public final EventSink sink = new EventSink();

  private final RecordedEvents events = new RecordedEvents();

  @Override
  protected TaskManager create(Path root, Path state) {
    assumeTrue("needs containerd's shim", Files.exists(ShimFixture.SHIM));
    return new ShimTaskManager(
        ShimFixture.settings(root, state, sink.address()),
        events::publish,
        () -> ShimSettings.NONE,
        (scope, id) -> Optional.empty(),
        () -> false);
  }

  @Override
  protected String runtime() {
    return ShimFixture.RUNTIME;
  }
}
