package io.felucca.runc;

import io.felucca.api.Fault;

/**
 * How a command of an OCI runtime went.
 *
 * @param command its words, for messages
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 * @param message the last error of its log; may be empty
 */
record Run(String command, int exitCode, String output, String errors, String message) {
  /** Instead of an exit code, where there is no such program. */
  static final int NOT_RUN = -1;

  boolean failed() {
    return exitCode != 0;
  }

  /** Whether it has said something of this kind, whatever the case. */
  boolean says(String... phrases) {
    String words = (message + "\n" + errors).toLowerCase(java.util.Locale.ROOT);
    for (String phrase : phrases) {
      if (words.contains(phrase)) {
        return true;
      }
    }
    return false;
  }

  /** The failure under the name of what was tried, in containerd's words. */
  Fault fault(String what) {
    return Fault.of(Fault.Kind.UNKNOWN, "%s: %s", what, message.isEmpty() ? plain() : message);
  }

  /** The failure as it is told where no log is looked at. */
  Fault fault() {
    return Fault.of(Fault.Kind.UNKNOWN, "%s", plain());
  }

  private String plain() {
    String all = (output + errors).strip();
    return exitCode == NOT_RUN ? all : Failures.plain(command, exitCode, all);
  }
}
