package io.felucca.runtime.serve;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Requests of scripts, one a line on a FIFO. The last word of each is the name of another FIFO in
 * the same folder, from which the script reads the answer, one line too: {@code failed} and why, or
 * what the request is answered with.
 */
final class Control implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int OWNER_ONLY = 0600;

  private final Path fifo;
  private final Executor executor;
  private final Function<List<String>, String> answers;
  private final FdChannel requests;

  private Control(Path fifo, Executor executor, Function<List<String>, String> answers)
      throws IOException {
    this.fifo = fifo;
    this.executor = executor;
    this.answers = answers;
    Fifo.create(fifo, OWNER_ONLY);
    this.requests = Fifo.lastingReader(fifo);
  }

  /**
   * @param answers to the words of a request; a failure is told
   */
  static Control listen(Path fifo, Executor executor, Function<List<String>, String> answers)
      throws IOException {
    Control control = new Control(fifo, executor, answers);
    Thread thread = new Thread(control::run, "felucca-shim-control");
    thread.setDaemon(true);
    thread.start();
    return control;
  }

  private void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(requests.input(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = Arrays.asList(line.strip().split(" "));
        executor.execute(() -> take(words));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "control ended", e);
    }
  }

  private void take(List<String> words) {
    int last = words.size() - 1;
    answer(words.get(last), answer(words.subList(0, last)));
  }

  private String answer(List<String> request) {
    try {
      return answers.apply(request);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request failed: " + String.join(" ", request), e);
      return "failed " + String.valueOf(e.getMessage()).replace('\n', ' ');
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
