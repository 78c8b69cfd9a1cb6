package io.felucca.linux;

import java.nio.file.Path;

/**
 * A lock on a file that belongs to an open file description: F_OFD_SETLK of fcntl(2).
 *
 * <p>It excludes other processes and also other holders in this process, ends when this is closed
 * or the process dies, and (other than POSIX locks) is not lost when somebody else closes the same
 * file. Several shared ones or one exclusive one at a time. The file stays when the lock ends:
 * removing it would let two hold "the same" lock.
 */
public final class OfdLock implements AutoCloseable {
  private static final int F_OFD_SETLK = 37;
  private static final int F_OFD_SETLKW = 38;
  private static final int F_RDLCK = 0;
  private static final int F_WRLCK = 1;
  private static final int FLOCK_SIZE = 32;
  private static final int OWNER_ONLY = 0600;

  private final Fd file;

  private OfdLock(Fd file) {
    this.file = file;
  }

  /**
   * Takes the lock, or gives null where another holds it. Makes the file if need be.
   *
   * @param shared together with other shared ones
   */
  public static OfdLock tryAcquire(Path path, boolean shared) throws LinuxException {
    Fd file = open(path);
    try {
      set(file, F_OFD_SETLK, shared);
      return new OfdLock(file);
    } catch (LinuxException e) {
      file.close();
      if (e.is(Errno.EAGAIN, Errno.EACCES)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Takes the lock, waiting for whoever holds it. Nothing but the lock ends the waiting, no
   * interrupt either.
   */
  public static OfdLock acquire(Path path, boolean shared) throws LinuxException {
    Fd file = open(path);
    try {
      set(file, F_OFD_SETLKW, shared);
      return new OfdLock(file);
    } catch (LinuxException e) {
      file.close();
      throw e;
    }
  }

  private static Fd open(Path path) throws LinuxException {
    return Open.path(path, Open.O_RDWR | Open.O_CREAT | Open.O_NOFOLLOW, OWNER_ONLY);
  }

  /** struct flock with start 0 and length 0, which is the whole file. */
  private static void set(Fd file, int command, boolean shared) throws LinuxException {
    try (Frame f = new Frame()) {
      long flock = f.bytes(FLOCK_SIZE);
      Frame.putShort(flock, shared ? F_RDLCK : F_WRLCK);
      Libc.FCNTL.check(file, f.fd(file), command, flock);
    }
  }

  /** The file, for content that the lock guards. */
  public Fd file() {
    return file;
  }

  /** Gives the lock up. */
  @Override
  public void close() {
    file.close();
  }
}
