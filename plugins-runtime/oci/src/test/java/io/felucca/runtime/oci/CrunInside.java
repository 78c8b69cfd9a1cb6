package io.felucca.runtime.oci;

import io.felucca.api.task.TaskManager;
import io.felucca.testkit.TaskSuite;
import java.nio.file.Path;

/** The suite of all runtimes with crun; {@link CrunSuiteTest} runs it where crun works. */
public class CrunInside extends TaskSuite {
  private final RecordedEvents events = new RecordedEvents();

  @Override
  protected TaskManager create(Path root, Path state) {
    return new OciTaskManager(
        Fixture.settings(root, state, "crun", "auto"), events, Successor.NONE);
  }

  @Override
  protected String runtime() {
    return Fixture.RUNTIME;
  }
}
