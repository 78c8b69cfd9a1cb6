package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Poll;
import io.felucca.reaper.stdio.Ends;
import io.felucca.reaper.stdio.Stdio;
import java.nio.file.Path;

/**
 * Holds the writing end of a container's standard input, since conmon could not be told to stop.
 */
final class ConmonStdin implements Commands {
  /** Null where there is none. */
  private Fd held;

  /** The container's end while it is not known whether to hold the other; else null. */
  private Fd own;

  /**
   * Closes all other streams, which the container has itself.
   *
   * @param stdio null where there is none
   * @param later whether input is held from the beginning of the process on
   */
  ConmonStdin(Stdio stdio, boolean later) {
    if (stdio != null) {
      Ends in = stdio.stdin();
      held = in.held();
      if (later) {
        own = in.own();
      } else {
        in.own().close();
      }
      stdio.stdout().close();
      stdio.stderr().close();
    }
  }

  @Override
  public synchronized void begin() {
    if (own == null) {
      return;
    }
    try (Fd end = own) {
      own = null;
      if (!Poll.isHungUp(end)) {
        held = Open.path(Path.of(end.procPath()), Open.O_WRONLY);
      }
    } catch (LinuxException e) {
      throw Fault.io("hold standard input", e);
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
  public synchronized void close() {
    if (own != null) {
      own.close();
      own = null;
    }
    if (held != null) {
      held.close();
    }
  }
}
