package io.felucca.runc;

import io.felucca.api.Fault;
import java.nio.file.Files;
import java.nio.file.Path;

/** Words for failures of OCI runtimes: containerd's, which clients and people search for. */
final class Failures {
  private Failures() {}

  static String plain(String binary, int exitCode, String said) {
    String start =
        String.format("%s did not terminate successfully: exit status %d", binary, exitCode);
    return said.isEmpty() ? start : start + ": " + said;
  }

  /** From a log, or what is known otherwise where that says nothing. */
  static Fault of(Path log, String otherwise, String what) {
    String message = RuncLog.of(log).lastError();
    if (!message.isEmpty()) {
      return Fault.of(Fault.Kind.UNKNOWN, "%s: %s", what, message);
    }
    String start =
        Files.exists(log)
            ? what
            : what
                + ": unable to retrieve OCI runtime error (open "
                + log
                + ": no such file or directory)";
    return Fault.of(Fault.Kind.UNKNOWN, "%s: %s", start, otherwise);
  }

  /** Why a process cannot be signalled. */
  static Fault kill(Run run) {
    if (isEnded(run)) {
      return Fault.notFound("process already finished");
    }
    if (isUnknown(run)) {
      return Fault.notFound("no such container");
    }
    return Fault.of(Fault.Kind.UNKNOWN, "unknown error after kill: %s", run.fault().getMessage());
  }

  /** Whether the container's first process has ended. */
  static boolean isEnded(Run run) {
    return run.says(
        "os: process already finished",
        "container not running",
        "is not running",
        "no such process");
  }

  /** Whether the runtime does not know the container: runc's words, and crun's. */
  static boolean isUnknown(Run run) {
    return run.says("does not exist")
        || run.says("no such file or directory") && run.says("/status", "cannot open directory");
  }
}
