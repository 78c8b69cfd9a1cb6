package io.felucca.itests.runtime;

import io.felucca.itests.fixture.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command at a pseudo-terminal of its own, on which we type and read. */
final class Pty implements AutoCloseable {
  private static final int SECONDS = 120;

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

  /** Presses Control and a letter. */
  void press(char letter) throws IOException {
    keyboard.write(letter - '@');
    keyboard.flush();
  }

  /** Gives the window another size; the command there is told, as by a window manager. */
  void resize(int rows, int columns) throws IOException, InterruptedException {
    Path terminal = terminal();
    Command.run(
            Path.of("/"),
            "stty",
            "-F",
            terminal.toString(),
            "rows",
            Integer.toString(rows),
            "columns",
            Integer.toString(columns))
        .ok();
  }

  /** The pseudo-terminal that {@code script} has made for the command. */
  private Path terminal() throws IOException {
    ProcessHandle command = process.descendants().reduce((first, last) -> last).orElseThrow();
    return Files.readSymbolicLink(Path.of("/proc/" + command.pid() + "/fd/0"));
  }

  /** Whether a line, typed now, is soon answered so. */
  boolean says(String line, String answer) {
    try {
      int from = typed();
      type(line);
      for (int i = 0; i < 20; i++) {
        Thread.sleep(20);
        synchronized (screen) {
          if (screen.indexOf(answer, from) >= 0) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private int typed() {
    synchronized (screen) {
      return screen.length();
    }
  }

  /** Ends what is in the foreground of a shell there, and waits for the shell's next prompt. */
  void interrupt() throws IOException, InterruptedException {
    int from = typed();
    press('C');
    // what is typed before it is thrown away
    expect("# ", expect("^C", from));
  }

  /** Waits until the text is on the screen. */
  void expect(String text) throws InterruptedException {
    expect(text, 0);
  }

  /** The same where it is to come after so many characters; returns where it ends. */
  private int expect(String text, int from) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (screen) {
      while (screen.indexOf(text, from) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("\"" + text + "\" is not on the screen:\n" + screen);
        }
        screen.wait(left);
      }
      return screen.indexOf(text, from) + text.length();
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
