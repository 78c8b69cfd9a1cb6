package io.felucca.linux;

import java.nio.file.Path;

/**
 * A pseudoterminal: pty(7). The one who holds {@code master} sees and types what the program on the
 * path sees and types.
 */
public record Terminal(Fd master, Path path) implements AutoCloseable {
  private static final long TIOCGWINSZ = 0x5413;
  private static final long TIOCSWINSZ = 0x5414;
  private static final int WINSIZE = 8;
  private static final int TERMIOS_SIZE = 64;
  private static final int TCSANOW = 0;

  /** Characters across and lines down. */
  public record Size(int columns, int rows) {}

  /** What a terminal was set to, for {@link #restore}. */
  public static final class Mode {
    private final byte[] termios;

    private Mode(byte[] termios) {
      this.termios = termios;
    }
  }

  /** Makes one: posix_openpt(3), grantpt(3), unlockpt(3), ptsname(3). */
  public static Terminal open() throws LinuxException {
    final int room = 128;
    int flags = Open.O_RDWR | Open.O_NOCTTY | Open.O_CLOEXEC;
    Fd master = new Fd(Libc.POSIX_OPENPT.check("pseudoterminal", flags), "pseudoterminal");
    try (Frame f = new Frame()) {
      int fd = f.fd(master);
      long name = f.bytes(room);
      Libc.GRANTPT.check(master, fd);
      Libc.UNLOCKPT.check(master, fd);
      Libc.PTSNAME_R.checkReturned(master, fd, name, room, 0, 0, 0);
      return new Terminal(master, Path.of(Frame.getString(name)));
    } catch (LinuxException e) {
      master.close();
      throw e;
    }
  }

  /** Whether a descriptor is a terminal of either side: isatty(3). */
  public static boolean isTerminal(Fd fd) throws LinuxException {
    try {
      mode(fd);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTTY)) {
        return false;
      }
      throw e;
    }
  }

  /** The size of the window: TIOCGWINSZ of ioctl_tty(2). */
  public static Size size(Fd terminal) throws LinuxException {
    try (Frame f = new Frame()) {
      long window = f.bytes(WINSIZE);
      Libc.IOCTL.check(terminal, f.fd(terminal), TIOCGWINSZ, window);
      return new Size(Frame.getShort(window + 2), Frame.getShort(window));
    }
  }

  /** Sets it, which sends SIGWINCH to the programs in the foreground. */
  public static void resize(Fd terminal, Size size) throws LinuxException {
    try (Frame f = new Frame()) {
      long window = f.bytes(WINSIZE);
      Frame.putShort(window, size.rows());
      Frame.putShort(window + 2, size.columns());
      Libc.IOCTL.check(terminal, f.fd(terminal), TIOCSWINSZ, window);
    }
  }

  /** What it is set to now: tcgetattr(3). */
  public static Mode mode(Fd terminal) throws LinuxException {
    try (Frame f = new Frame()) {
      long termios = f.bytes(TERMIOS_SIZE);
      Libc.TCGETATTR.check(terminal, f.fd(terminal), termios);
      return new Mode(Frame.getBytes(termios, TERMIOS_SIZE));
    }
  }

  /** Passes every key on as it is, without echo: cfmakeraw(3). Returns what it was set to. */
  public static Mode makeRaw(Fd terminal) throws LinuxException {
    Mode before = mode(terminal);
    try (Frame f = new Frame()) {
      long termios = f.bytes(before.termios);
      Libc.CFMAKERAW.call(termios);
      Libc.TCSETATTR.check(terminal, f.fd(terminal), TCSANOW, termios);
    }
    return before;
  }

  /** Sets it to what it was: tcsetattr(3). */
  public static void restore(Fd terminal, Mode mode) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.TCSETATTR.check(terminal, f.fd(terminal), TCSANOW, f.bytes(mode.termios));
    }
  }

  /** Closes the master, which hangs the other side up. */
  @Override
  public void close() {
    master.close();
  }
}
