package io.felucca.reaper;

import java.util.Optional;

/** Who holds the streams of a process that has not begun. */
interface Standby extends AutoCloseable {
  /**
   * Has the process begin: who is there then. Empty where it cannot, and never will.
   *
   * @throws LaunchFailed if the OCI runtime's command failed
   */
  Optional<State> begin(byte[] process, Deadline limit);

  /** Gives back what is not needed for holding the streams. */
  void rest();

  /** Ends all of it, and waits for that. */
  void end();

  @Override
  void close();
}
