package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.FdChannel;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.PacketSocket;
import io.felucca.reaper.stdio.Stdio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Carries between a terminal that conmon holds and its streams, with two threads: packets of the
 * socket {@code attach} begin with a byte that tells the stream, what is typed is sent as it is.
 */
final class ConmonTerminal implements Commands {
  /** conmon's buffer and the byte before. */
  private static final int PACKET = (8 << 10) + 1;

  private static final int STACK = 128 << 10;

  private final Path bundle;
  private final Stdio stdio;
  private final FdChannel socket;
  private final FdChannel in;

  private ConmonTerminal(Path bundle, Stdio stdio, FdChannel socket, FdChannel in) {
    this.bundle = bundle;
    this.stdio = stdio;
    this.socket = socket;
    this.in = in;
  }

  /**
   * Begins; where conmon has gone there is nothing to carry.
   *
   * @param stdio null where it is known to have gone
   */
  static Commands attach(Path bundle, Stdio stdio) throws LinuxException {
    if (stdio == null) {
      return new ConmonStdin(null, false);
    }
    try {
      FdChannel socket = FdChannel.over(PacketSocket.connect(bundle.resolve("attach")));
      FdChannel in = FdChannel.over(stdio.stdin().own());
      ConmonTerminal terminal = new ConmonTerminal(bundle, stdio, socket, in);
      terminal.carry();
      return terminal;
    } catch (LinuxException e) {
      stdio.close();
      if (e.is(Errno.ENOENT, Errno.ECONNREFUSED)) {
        return new ConmonStdin(null, false);
      }
      throw e;
    }
  }

  private void carry() throws LinuxException {
    FdChannel out = FdChannel.over(stdio.stdout().own());
    thread("output", () -> carryOutput(out));
    thread("input", this::carryInput);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(String direction, Work work) {
    Thread thread = new Thread(null, () -> quietly(work), "felucca-conmon-" + direction, STACK);
    thread.setDaemon(true);
    thread.start();
  }

  /** Either side may be closed at any time, which ends the carrying. */
  private static void quietly(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      System.getLogger(ConmonTerminal.class.getName())
          .log(System.Logger.Level.DEBUG, "terminal of a conmon", e);
    }
  }

  private void carryOutput(FdChannel out) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(PACKET);
    try (out) {
      while (socket.read(packet.clear()) > 0) {
        out.write(packet.flip().position(1));
      }
    }
    close();
  }

  private void carryInput() throws IOException {
    ByteBuffer typed = ByteBuffer.allocate(PACKET - 1);
    while (in.read(typed.clear()) > 0) {
      socket.write(typed.flip());
    }
  }

  /** A line of the FIFO {@code ctl}: 1, lines down, characters across. */
  @Override
  public void resize(int width, int height) {
    byte[] line = ("1 " + height + " " + width + "\n").getBytes(StandardCharsets.US_ASCII);
    try (Fd ctl = Open.path(bundle.resolve("ctl"), Open.O_WRONLY | Open.O_NONBLOCK)) {
      ctl.write(ByteBuffer.wrap(line));
    } catch (LinuxException e) {
      if (!e.is(Errno.ENXIO, Errno.ENOENT, Errno.EPIPE)) {
        throw Fault.io("resize a terminal", e);
      }
    }
  }

  @Override
  public void begin() {
    // with a terminal the input is held from the beginning
  }

  @Override
  public void closeStdin() {
    if (stdio.stdin().held() != null) {
      stdio.stdin().held().close();
    }
  }

  @Override
  public void close() {
    try {
      in.close();
      socket.close();
      closeStdin();
      stdio.close();
    } catch (IOException e) {
      throw Fault.io("detach from a terminal", e);
    }
  }
}
