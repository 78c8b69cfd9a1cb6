package io.felucca.grpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file mode creation mask of this process, read without a system call of our own. */
final class Umask {
  private static final String KEY = "Umask:";

  private Umask() {}

  /** The mask of proc(5) {@code status}; where there is none, 0, the laxest. */
  static int current() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(KEY)) {
        return Integer.parseInt(line.substring(KEY.length()).trim(), 8);
      }
    }
    return 0;
  }
}
