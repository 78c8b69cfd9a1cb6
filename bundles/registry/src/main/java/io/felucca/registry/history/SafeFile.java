package io.felucca.registry.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files of which a power failure leaves the old content or the new one, never a part. Here rather
 * than in {@code linux}, because the configuration is wanted before native code can be loaded.
 */
public final class SafeFile {
  private SafeFile() {}

  /** Writes a file that its owner alone may read; an earlier one keeps its permissions. */
  public static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var mode =
        Files.exists(file)
            ? Files.getPosixFilePermissions(file)
            : PosixFilePermissions.fromString("rw-------");
    Files.createFile(fresh, PosixFilePermissions.asFileAttribute(mode));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.getParent());
  }

  /** Removes a file, if it is there. */
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      sync(file.getParent());
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
