package io.felucca.linux;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/** Named pipes: fifo(7). */
public final class Fifo {
  private static final long FIRST_PAUSE_MS = 1;
  private static final long LONGEST_PAUSE_MS = 50;

  private Fifo() {}

  /**
   * Makes a FIFO with exactly these permissions; one that is there already is left as it is:
   * mkfifo(3).
   */
  public static void create(Path path, int mode) throws LinuxException {
    try {
      At.mknod(Fd.CWD, path.toString(), Stat.S_IFIFO | mode, 0);
      Attributes.chmod(path, mode);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST) || !Stat.of(path).isFifo()) {
        throw e;
      }
    }
  }

  /**
   * Opens for reading, at once; reading waits for the first writer and ends when all have closed.
   */
  public static FdChannel reader(Path path) throws LinuxException {
    return open(path, Open.O_RDONLY);
  }

  /**
   * Opens for reading and keeps a writing end too, so that reading never ends: writers may come and
   * go.
   */
  public static FdChannel lastingReader(Path path) throws LinuxException {
    return open(path, Open.O_RDWR);
  }

  /**
   * Opens for writing and for reading, which needs no reader: what is written waits in the pipe (64
   * KiB), and a reader's going is not noticed.
   */
  public static FdChannel lastingWriter(Path path) throws LinuxException {
    return open(path, Open.O_RDWR);
  }

  /** Opens for writing; ENXIO where nobody reads. */
  public static FdChannel writer(Path path) throws LinuxException {
    return open(path, Open.O_WRONLY);
  }

  /** Opens for writing and waits for a reader until then; an interrupt ends the waiting. */
  public static FdChannel awaitReader(Path path) throws IOException {
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return writer(path);
      } catch (LinuxException e) {
        if (!e.is(Errno.ENXIO)) {
          throw e;
        }
      }
      sleep(pause);
    }
  }

  private static void sleep(long ms) throws ClosedByInterruptException {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private static FdChannel open(Path path, int mode) throws LinuxException {
    Fd fd = Open.path(path, mode | Open.O_NONBLOCK);
    try {
      return FdChannel.over(fd);
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }
}
