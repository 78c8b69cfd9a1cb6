package io.felucca.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every thread is doing, on SIGUSR1: to the log and to {@code
 * $TMPDIR/containerd.PID.stacks.log}.
 */
final class StackDump {
  private StackDump() {}

  static void logAndWrite() {
    String text = log();
    String temp = System.getenv("TMPDIR");
    Path file =
        Path.of(temp == null || temp.isEmpty() ? "/tmp" : temp)
            .resolve("containerd." + ProcessHandle.current().pid() + ".stacks.log");
    try {
      write(file, text);
      LauncherLog.say(Level.INFO, "thread stacks written path=" + file);
    } catch (IOException e) {
      LauncherLog.say(Level.ERROR, "cannot write thread stacks path=" + file, e);
    }
  }

  static String log() {
    String text = text();
    LauncherLog.say(Level.INFO, "=== BEGIN thread dump ===\n" + text + "=== END thread dump ===");
    return text;
  }

  /**
   * Replaces the file as a whole: its name can be foretold, so one must not write through a link
   * that someone laid there.
   */
  private static void write(Path file, String text) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "containerd.stacks", null);
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String text() {
    Map<String, String> byName = new TreeMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) ->
                byName.put(thread.getName() + " " + thread.getId(), describe(thread, stack)));
    return String.join("\n", byName.values());
  }

  private static String describe(Thread thread, StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder("\"" + thread.getName() + "\" #" + thread.getId());
    text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState()).append('\n');
    for (StackTraceElement frame : stack) {
      text.append("\tat ").append(frame).append('\n');
    }
    return text.toString();
  }
}
