package io.felucca.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One line on standard error for the person or the supervisor that started the daemon. */
final class Complaint {
  private Complaint() {}

  /** Prints to the process's standard error, not to {@link System#err}, which goes to the log. */
  static void print(String message) {
    String program = System.getProperty("felucca.program", "feluccad");
    String line = program + ": " + message.strip().replaceAll("\\s*\n\\s*", " ") + "\n";
    try (FileOutputStream stderr = new FileOutputStream(FileDescriptor.err)) {
      stderr.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Nobody is there to read it; the exit code says the rest.
    }
  }
}
