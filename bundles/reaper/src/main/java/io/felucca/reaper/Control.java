package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Commands to a reaper: 8 bytes each over a FIFO, struct command of reaper.c. */
record Control(Path fifo) implements Commands {
  private static final int SIZE = 8;

  @Override
  public void resize(int width, int height) {
    send('R', width, height);
  }

  @Override
  public void closeStdin() {
    send('C', 0, 0);
  }

  @Override
  public void close() {
    // nothing is held between two commands
  }

  private void send(char what, int width, int height) {
    ByteBuffer command = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    command.putShort((short) what).putShort((short) width).putShort((short) height);
    try (Fd fd = Open.path(fifo, Open.O_WRONLY | Open.O_NONBLOCK)) {
      fd.write(command.rewind());
    } catch (LinuxException e) {
      // ENXIO: the reaper has gone, and what it was to change with it
      if (!e.is(Errno.ENXIO, Errno.ENOENT, Errno.EPIPE)) {
        throw Fault.io("command to a reaper", e);
      }
    }
  }
}
