package io.felucca.launcher.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Turns what is printed to System.out and System.err into log lines, for third-party code that
 * knows no logger.
 */
public final class Console extends OutputStream {
  private final System.Logger log;
  private final Level level;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private Console(String name, Level level) {
    this.log = new Log(name);
    this.level = level;
  }

  /** Takes both streams over; the process's own standard error stays with the log. */
  public static void capture() {
    System.setOut(new PrintStream(new Console("stdout", Level.INFO), true, StandardCharsets.UTF_8));
    System.setErr(
        new PrintStream(new Console("stderr", Level.WARNING), true, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      if (line.size() > 0) {
        log.log(level, line.toString(StandardCharsets.UTF_8));
      }
      line.reset();
    } else if (b != '\r') {
      line.write(b);
    }
  }
}
