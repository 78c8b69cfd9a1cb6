package io.felucca.runtime.oci;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.task.TaskManager;
import io.felucca.testkit.TaskSuite;
import java.nio.file.Files;
import java.nio.file.Path;

/** The suite of all runtimes, with conmon beside each process. */
public class ConmonSuiteTest extends TaskSuite {
  private final RecordedEvents events = new RecordedEvents();

  @Override
  protected TaskManager create(Path root, Path state) {
    assumeTrue("needs runc", Files.exists(Path.of("/usr/sbin/runc")));
    assumeTrue("needs conmon", Files.exists(Path.of("/usr/bin/conmon")));
    return new OciTaskManager(
        Fixture.settings(root, state, "runc", "conmon"), events, Successor.NONE);
  }

  @Override
  protected String runtime() {
    return Fixture.RUNTIME;
  }
}
