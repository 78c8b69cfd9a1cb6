package io.felucca.itests.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command at a pseudo-terminal of its own, on which we type and read. */
final class Pty implements AutoCloseable {
  private static final int SECONDS = 30;

  private final Process process;
  private final OutputStream keyboard;
  private final StringBuilder screen = new StringBuilder();

  Pty(List<String> command) throws IOException {
    process =
        new ProcessBuilder("script", "-qefc", String.join(" ", command), "/dev/null")
            .redirectErrorStream(true)
            .start();
    keyboard = process.getOutputStream();
    Thread reader = new Thread(this::read, "pty");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] bytes = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        synchronized (screen) {
          screen.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (screen) {
        screen.append(e);
      }
    }
  }

  void type(String line) throws IOException {
    keyboard.write((line + "\r").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Waits until the text is on the screen. */
  void expect(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (screen) {
      while (screen.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("\"" + text + "\" is not on the screen:\n" + screen);
        }
        screen.wait(left);
      }
    }
  }

  /** Has the shell there say something, which is not what is typed. */
  void converse(int number) throws IOException, InterruptedException {
    type("echo mark-$((" + number + " + 1000))");
    expect("mark-" + (number + 1000));
  }

  /** How the command ended. */
  int ended() throws InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the terminal's command does not end:\n" + screen);
    }
    return process.exitValue();
  }

  /** Takes the client away, as a lost connection would. */
  void hangUp() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    hangUp();
  }
}
