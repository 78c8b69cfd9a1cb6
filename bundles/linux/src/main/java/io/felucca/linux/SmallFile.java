package io.felucca.linux;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of {@code /proc} that are read and written in one call, as the kernel wants it. */
final class SmallFile {
  private static final int ROOM = 16 << 10;

  private SmallFile() {}

  static String read(Path path) throws LinuxException {
    try (Fd fd = Open.path(path, Open.O_RDONLY)) {
      ByteBuffer buffer = ByteBuffer.allocate(ROOM);
      fd.read(buffer);
      return FileName.decode(Arrays.copyOf(buffer.array(), buffer.position()));
    }
  }

  static void write(Path path, String text) throws LinuxException {
    try (Fd fd = Open.path(path, Open.O_WRONLY)) {
      fd.write(ByteBuffer.wrap(FileName.encode(text)));
    }
  }
}
