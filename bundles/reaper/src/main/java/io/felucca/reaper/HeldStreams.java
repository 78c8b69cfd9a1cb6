package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.reaper.stdio.Ends;
import io.felucca.reaper.stdio.Stdio;

/** The streams that a reaper holds which stands by: duplicates of its descriptors. */
final class HeldStreams {
  private final PidFd reaper;

  private HeldStreams(PidFd reaper) {
    this.reaper = reaper;
  }

  /** All of them, for a process with FIFOs only. */
  static Stdio take(PidFd reaper, TaskIo io) throws LinuxException {
    HeldStreams held = new HeldStreams(reaper);
    int holdInput = io.terminal() ? Descriptors.HOLD_STDIN : -1;
    Ends in = held.ends(io.stdin(), 0, holdInput);
    try {
      return held.withOutputs(in, io);
    } catch (LinuxException e) {
      in.close();
      throw e;
    }
  }

  private Stdio withOutputs(Ends in, TaskIo io) throws LinuxException {
    Ends out = ends(io.stdout(), 1, Descriptors.HOLD_STDOUT);
    try {
      String errors = io.terminal() ? "" : io.stderr();
      return new Stdio(in, out, ends(errors, 2, Descriptors.HOLD_STDERR));
    } catch (LinuxException e) {
      out.close();
      throw e;
    }
  }

  /**
   * @param hold number of the other end; -1 where there is none
   */
  private Ends ends(String path, int own, int hold) throws LinuxException {
    if (path.isEmpty()) {
      return Stdio.nowhere();
    }
    Fd first = reaper.descriptor(own);
    try {
      return new Ends(first, hold < 0 ? null : reaper.descriptor(hold));
    } catch (LinuxException e) {
      first.close();
      throw e;
    }
  }
}
