package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.linux.Durable;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Spawn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The reaper that the build has put into this jar, as a file that can be executed. Its name has the
 * hash of its content, so that builds side by side do not replace each other's.
 */
final class ReaperProgram {
  private static final String RESOURCE = "felucca-reaper." + System.getProperty("os.arch");
  private static final int MODE = 0755;
  private static final int NAME_BYTES = 6;
  private static final int ATTEMPTS = 50;

  private final Path folder;
  private Path file;

  ReaperProgram(Path folder) {
    this.folder = folder;
  }

  /** Whether there is one for this machine's architecture. */
  static boolean isBuilt() {
    return ReaperProgram.class.getResource(RESOURCE) != null;
  }

  /**
   * Where it is, unpacked and tried with the first call.
   *
   * @throws Fault with UNAVAILABLE where it cannot be executed, as on a noexec mount
   */
  synchronized Path file() {
    if (file == null) {
      file = unpack();
    }
    return file;
  }

  private Path unpack() {
    try {
      byte[] content = content();
      Path target = folder.resolve("felucca-reaper-" + hash(content));
      if (!isThere(target, content)) {
        Files.createDirectories(folder);
        Durable.write(target, content, MODE);
      }
      tryOut(target);
      return target;
    } catch (IOException e) {
      throw Fault.io("unpack the reaper into " + folder, e);
    }
  }

  private static byte[] content() throws IOException {
    try (InputStream in = ReaperProgram.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw Fault.unavailable("this build has no reaper for %s", System.getProperty("os.arch"));
      }
      return in.readAllBytes();
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isThere(Path file, byte[] content) throws IOException {
    return Files.isExecutable(file) && Arrays.equals(Files.readAllBytes(file), content);
  }

  /** Without arguments it only ends. */
  private static void tryOut(Path file) {
    try (Child child = start(file)) {
      child.waitFor();
    } catch (LinuxException e) {
      throw new Fault(
          Fault.Kind.UNAVAILABLE,
          file + " cannot be executed: " + e.getMessage() + "; is its folder mounted noexec?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** ETXTBSY: a program being started just then still has the file open for writing. */
  private static Child start(Path file) throws LinuxException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Spawn.command(List.of(file.toString())).start();
      } catch (LinuxException e) {
        if (!e.is(Errno.ETXTBSY) || attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(attempt);
      }
    }
  }
}
