package io.felucca.services;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The daemon's UUID, made once and kept in the file {@code uuid} of a folder. */
final class DaemonId {
  private final Path folder;
  private String known = "";

  DaemonId(Path folder) {
    this.folder = folder;
  }

  synchronized String get() {
    if (known.isEmpty()) {
      known = readOrMake();
    }
    return known;
  }

  private String readOrMake() {
    try {
      String text = read();
      return text.isEmpty() ? make() : UUID.fromString(text).toString();
    } catch (IOException e) {
      throw Fault.io("UUID of the daemon in " + folder, e);
    } catch (IllegalArgumentException e) {
      throw new Fault(Fault.Kind.UNKNOWN, "no UUID in " + folder.resolve("uuid"), e);
    }
  }

  private String read() throws IOException {
    try {
      return Files.readString(folder.resolve("uuid")).strip();
    } catch (NoSuchFileException firstStart) {
      return "";
    }
  }

  /** Whole or not at all, also when the power fails. */
  private String make() throws IOException {
    String made = UUID.randomUUID().toString();
    Files.createDirectories(folder);
    Path draft = folder.resolve("uuid.tmp");
    Files.writeString(draft, made);
    sync(draft);
    Files.move(draft, folder.resolve("uuid"), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
    return made;
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
