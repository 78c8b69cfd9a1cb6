package io.felucca.runtime.serve;

import io.felucca.api.task.Exit;
import io.felucca.linux.FdChannel;
import io.felucca.linux.Fifo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Requests of scripts, one a line on a FIFO: {@code delete NAMESPACE ID ANSWER}, where ANSWER is
 * the name of another FIFO in the same folder, which a script reads.
 *
 * <p>The answer is one line: {@code ended PID STATUS SECONDS NANOSECONDS}, or {@code failed} and
 * why.
 */
final class Control implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int OWNER_ONLY = 0600;
  private static final int WORDS = 4;

  private final Path fifo;
  private final Executor executor;
  private final Function<TaskKey, Exit> delete;
  private final FdChannel requests;

  private Control(Path fifo, Executor executor, Function<TaskKey, Exit> delete) throws IOException {
    this.fifo = fifo;
    this.executor = executor;
    this.delete = delete;
    Fifo.create(fifo, OWNER_ONLY);
    this.requests = Fifo.lastingReader(fifo);
  }

  static Control listen(Path fifo, Executor executor, Function<TaskKey, Exit> delete)
      throws IOException {
    Control control = new Control(fifo, executor, delete);
    Thread thread = new Thread(control::run, "felucca-shim-control");
    thread.setDaemon(true);
    thread.start();
    return control;
  }

  private void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(requests.input(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line.strip().split(" "));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "control ended", e);
    }
  }

  private void take(String[] words) {
    if (words.length == WORDS && words[0].equals("delete")) {
      executor.execute(() -> delete(new TaskKey(words[1], words[2]), words[3]));
    } else {
      LOG.log(Level.WARNING, "unknown request " + String.join(" ", words));
    }
  }

  private void delete(TaskKey key, String answer) {
    try {
      Exit exit = delete.apply(key);
      answer(
          answer,
          "ended %d %d %d %d"
              .formatted(
                  exit.pid(), exit.status(), exit.at().getEpochSecond(), exit.at().getNano()));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "failed to end task " + key, e);
      answer(answer, "failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  /** A script that waits no longer gets none. */
  private void answer(String name, String line) {
    Path to = fifo.resolveSibling(Path.of(name).getFileName());
    try (FdChannel channel = Fifo.writer(to)) {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "nobody waits for the answer", e);
    }
  }

  @Override
  public void close() throws IOException {
    requests.close();
  }
}
