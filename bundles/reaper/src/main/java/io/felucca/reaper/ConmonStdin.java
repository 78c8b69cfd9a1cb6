package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Fd;
import io.felucca.reaper.stdio.Stdio;

/**
 * Holds the writing end of a container's standard input, since conmon could not be told to stop.
 */
final class ConmonStdin implements Commands {
  /** Null where there is none. */
  private final Fd held;

  /** Closes all other streams, which the container has itself; {@code stdio} may be null. */
  ConmonStdin(Stdio stdio) {
    held = stdio == null ? null : stdio.stdin().held();
    if (stdio != null) {
      stdio.stdin().own().close();
      stdio.stdout().close();
      stdio.stderr().close();
    }
  }

  @Override
  public void resize(int width, int height) {
    throw Fault.precondition("no terminal to be resized");
  }

  @Override
  public void closeStdin() {
    close();
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
    }
  }
}
