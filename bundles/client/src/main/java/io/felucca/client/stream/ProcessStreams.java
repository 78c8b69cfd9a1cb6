package io.felucca.client.stream;

import io.felucca.api.task.TaskIo;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The standard streams of one process, at the caller's side. */
public final class ProcessStreams {
  private final TaskIo names;
  private final Wiring wiring;
  private final List<OutputPump> outputs = new ArrayList<>();
  private InputPump input;
  private OutputStream stdin;
  private InputStream stdout;
  private InputStream stderr;

  private ProcessStreams(TaskIo names, Wiring wiring) {
    this.names = names;
    this.wiring = wiring;
  }

  /** Makes what is needed for a new process. */
  public static ProcessStreams make(Wiring wiring, FifoOwner owner) {
    return new ProcessStreams(wiring.isLocal() ? fifos(wiring, owner) : wiring.names(), wiring);
  }

  /** Uses what a process has already. */
  public static ProcessStreams existing(Wiring wiring, TaskIo names) {
    return new ProcessStreams(names, wiring);
  }

  private static TaskIo fifos(Wiring wiring, FifoOwner owner) {
    List<String> wanted = new ArrayList<>(List.of("stdout"));
    if (wiring.hasStdin()) {
      wanted.add("stdin");
    }
    if (!wiring.terminal()) {
      wanted.add("stderr");
    }
    List<Path> made = FifoFolder.make(wiring.folder(), owner, wanted);
    Path folder = made.get(0).getParent();
    return new TaskIo(
        wanted.contains("stdin") ? folder.resolve("stdin").toString() : "",
        folder.resolve("stdout").toString(),
        wanted.contains("stderr") ? folder.resolve("stderr").toString() : "",
        wiring.terminal());
  }

  /**
   * Starts to copy.
   *
   * @param endOfInput what is to be done when the input has ended
   */
  public void open(Runnable endOfInput) {
    if (!wiring.isLocal()) {
      return;
    }
    try {
      openOutputs();
      if (wiring.hasStdin() && isFifo(names.stdin())) {
        input = InputPump.start(source(), wiring.isPiped(), Path.of(names.stdin()), endOfInput);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void openOutputs() {
    if (isFifo(names.stdout())) {
      stdout = open(names.stdout(), wiring.stdout());
    }
    if (isFifo(names.stderr())) {
      stderr = open(names.stderr(), wiring.stderr());
    }
  }

  /** Answers what is read by this program; null where its own stream is written to. */
  private InputStream open(String fifo, OutputStream own) {
    if (!wiring.isPiped()) {
      outputs.add(OutputPump.start(Path.of(fifo), own, false));
      return null;
    }
    Conduit conduit = new Conduit();
    outputs.add(OutputPump.start(Path.of(fifo), conduit.sink(), true));
    return conduit.source();
  }

  private InputStream source() {
    if (!wiring.isPiped()) {
      return wiring.stdin();
    }
    Conduit conduit = new Conduit();
    stdin = conduit.sink();
    return conduit.source();
  }

  private static boolean isFifo(String name) {
    return name.startsWith("/");
  }

  public TaskIo names() {
    return names;
  }

  /** The process has been started: its sides are open. */
  public void started() {
    outputs.forEach(OutputPump::release);
  }

  /** The process has ended and reads no more. */
  public void ended() {
    if (input != null) {
      input.stop();
    }
  }

  /** Completes when all output has been copied; at once where it does not come this way. */
  public CompletableFuture<Void> drained() {
    return CompletableFuture.allOf(
        outputs.stream().map(OutputPump::done).toArray(CompletableFuture[]::new));
  }

  /** Whether output waits for its reader in a pipe of this program. */
  public boolean isPiped() {
    return wiring.isPiped();
  }

  /** Writes to the process; null unless piped. */
  public OutputStream stdin() {
    return stdin;
  }

  /** Reads what the process writes; null unless piped. */
  public InputStream stdout() {
    return stdout;
  }

  /** Reads what the process writes to its error stream; null unless piped. */
  public InputStream stderr() {
    return stderr;
  }

  /** Lets go of the process' streams, which others may take up. */
  public void close() {
    ended();
    outputs.forEach(OutputPump::detach);
  }

  /** Removes the FIFOs: the process is gone. */
  public void remove() {
    List<Path> fifos = new ArrayList<>();
    for (String name : List.of(names.stdin(), names.stdout(), names.stderr())) {
      if (isFifo(name)) {
        fifos.add(Path.of(name));
      }
    }
    FifoFolder.remove(fifos);
  }
}
