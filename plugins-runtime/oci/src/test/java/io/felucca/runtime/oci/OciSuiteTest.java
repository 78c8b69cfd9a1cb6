package io.felucca.runtime.oci;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.task.TaskManager;
import io.felucca.testkit.TaskSuite;
import java.nio.file.Files;
import java.nio.file.Path;

/** The suite of all runtimes, with runc. */
public class OciSuiteTest extends TaskSuite {
  private final RecordedEvents events = new RecordedEvents();

  @Override
  protected TaskManager create(Path root, Path state) {
    assumeTrue("needs runc", Files.exists(Path.of("/usr/sbin/runc")));
    return Fixture.manager(root, state, events);
  }

  @Override
  protected String runtime() {
    return Fixture.RUNTIME;
  }
}
