package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.nio.file.Path;

/**
 * Opens paths that clients made. Neither end of a FIFO waits for the other: it is opened in both
 * directions first, which fifo(7) lets succeed at once.
 */
final class Fifos {
  private final int uid;
  private final int gid;

  Fifos(int uid, int gid) {
    this.uid = uid;
    this.gid = gid;
  }

  /** For standard input, which must be a FIFO. */
  Ends input(Path path) throws LinuxException {
    requireFifo(path);
    try (Fd both = Open.path(path, Open.O_RDWR)) {
      Fd own = Open.path(path, Open.O_RDONLY);
      return own(own, hold(path, Open.O_WRONLY, own));
    }
  }

  /**
   * For standard input whose other end is not held yet. The end tells then whether a writer has
   * come and gone ({@link io.felucca.linux.Poll#isHungUp}).
   */
  Ends inputAlone(Path path) throws LinuxException {
    requireFifo(path);
    Fd own = Open.path(path, Open.O_RDONLY | Open.O_NONBLOCK);
    Ends ends = own(own, null);
    try {
      own.makeBlocking();
      return ends;
    } catch (LinuxException e) {
      ends.close();
      throw e;
    }
  }

  private static void requireFifo(Path path) throws LinuxException {
    if (!isFifo(path)) {
      throw Fault.invalid("stdin %s is not a FIFO", path);
    }
  }

  /** For output, to a FIFO or to the end of another file. */
  Ends output(Path path) throws LinuxException {
    if (!isFifo(path)) {
      return new Ends(Open.path(path, Open.O_WRONLY | Open.O_APPEND | Open.O_NOCTTY), null);
    }
    try (Fd both = Open.path(path, Open.O_RDWR)) {
      Fd own = Open.path(path, Open.O_WRONLY);
      return own(own, hold(path, Open.O_RDONLY, own));
    }
  }

  private static Fd hold(Path path, int mode, Fd own) throws LinuxException {
    try {
      return Open.path(path, mode);
    } catch (LinuxException e) {
      own.close();
      throw e;
    }
  }

  private Ends own(Fd own, Fd held) throws LinuxException {
    Ends ends = new Ends(own, held);
    try {
      give(own);
      return ends;
    } catch (LinuxException e) {
      ends.close();
      throw e;
    }
  }

  /** So that a process with another user can open its {@code /dev/stdout} again. */
  void give(Fd end) throws LinuxException {
    if (uid != 0 || gid != 0) {
      Attributes.chown(end, uid, gid);
    }
  }

  private static boolean isFifo(Path path) throws LinuxException {
    try (Fd place = Open.path(path, Open.O_PATH)) {
      return Stat.of(place).isFifo();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        throw Fault.notFound("FIFO %s: no such file", path);
      }
      throw e;
    }
  }
}
