package io.felucca.launcher.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard error, a whole line with each write, so that lines of several threads and processes stay
 * whole.
 */
final class Output {
  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

  private Output() {}

  static synchronized void line(String line) {
    try {
      STDERR.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Whoever read our log is gone; there is nobody to tell.
    }
  }
}
