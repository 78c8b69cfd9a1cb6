package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Signals;
import io.felucca.reaper.Launch;
import io.felucca.reaper.Supervised;
import io.felucca.reaper.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The supervisor, with limits. */
final class Supervision {
  private final Supervisor supervisor;

  Supervision(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  Supervised start(Launch launch, Duration limit) {
    return supervisor.start(launch);
  }

  Supervised adopt(Path folder, TaskIo io) {
    return supervisor.adopt(folder, io);
  }

  /** Ends whatever was started there, half-made or not; nothing where nothing was. */
  void abandon(Path folder) {
    try {
      Supervised left = supervisor.adopt(folder, new TaskIo("", "", "", false));
      left.signal(Signals.SIGKILL);
      left.exit().copy().completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
      left.discard();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }
}
