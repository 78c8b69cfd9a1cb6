package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.Fifo;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Commands to a reaper: 8 bytes each over a FIFO, struct command of reaper.c.
 *
 * @param input whether there is a standard input that may have to be held
 */
record Control(Folder folder, boolean input) implements Commands {
  private static final int SIZE = 8;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int OWNER_ONLY = 0600;

  /** Waits for the answer: the process must not read before its input is held. */
  @Override
  public void begin() {
    if (!input) {
      return;
    }
    try {
      Fifo.create(folder.begun(), OWNER_ONLY);
      try (Fd answer = Open.path(folder.begun(), Open.O_RDONLY | Open.O_NONBLOCK)) {
        if (send('B', 0, 0)) {
          Deadline.in(ANSWER).awaits(answer);
        }
      }
      Leftover.remove(folder.begun());
    } catch (LinuxException e) {
      throw Fault.io("begin the process of " + folder.path(), e);
    }
  }

  @Override
  public void resize(int width, int height) {
    send('R', width, height);
  }

  @Override
  public void closeStdin() {
    send('C', 0, 0);
  }

  /** Asks a reaper that only stands by to end its command and go. False where there is none. */
  boolean leave() {
    return send('L', 0, 0);
  }

  @Override
  public void close() {
    // nothing is held between two commands
  }

  /** False where the reaper has gone, and what it was to change with it. */
  private boolean send(char what, int width, int height) {
    ByteBuffer command = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    command.putShort((short) what).putShort((short) width).putShort((short) height);
    try (Fd fd = Open.path(folder.control(), Open.O_WRONLY | Open.O_NONBLOCK)) {
      fd.write(command.rewind());
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENXIO, Errno.ENOENT, Errno.EPIPE)) {
        return false;
      }
      throw Fault.io("command to a reaper", e);
    }
  }
}
