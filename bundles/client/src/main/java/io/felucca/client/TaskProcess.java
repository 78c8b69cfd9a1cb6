package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.client.call.Caller;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.convert.Times;
import io.felucca.wire.tasks.CloseIORequest;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.KillRequest;
import io.felucca.wire.tasks.ResizePtyRequest;
import io.felucca.wire.tasks.StartRequest;
import io.felucca.wire.tasks.TasksGrpc;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A process in a container: a {@link Task}, which is its first one, or an {@link Exec}.
 *
 * <p>It is made, then {@link #start started}, it ends, and then it is {@link #delete deleted},
 * which frees its ID. Calls on one that is deleted are NOT_FOUND, calls in the wrong state
 * FAILED_PRECONDITION.
 */
public abstract sealed class TaskProcess implements AutoCloseable permits Task, Exec {
  private static final Logger LOG = System.getLogger("io.felucca.client");

  private final Caller caller;
  private final String container;
  private final String execId;
  private final ProcessStreams streams;
  private final ExitWait wait;
  private volatile int pid;

  TaskProcess(Caller caller, String container, String execId, int pid, ProcessStreams streams) {
    this.caller = caller;
    this.container = container;
    this.execId = execId;
    this.pid = pid;
    this.streams = streams;
    this.wait = new ExitWait(caller, container, execId, this::pid).register();
    wait.exit().thenRun(streams::ended);
  }

  /** The container's ID. */
  public String container() {
    return container;
  }

  /** The exec's ID; empty for a container's first process. */
  public String execId() {
    return execId;
  }

  /** Its process ID where the daemon runs; 0 before an exec is started. */
  public int pid() {
    return pid;
  }

  /** Starts it; answers its process ID. */
  public int start() {
    StartRequest request =
        StartRequest.newBuilder().setContainerId(container).setExecId(execId).build();
    pid = caller.work(TasksGrpc::newBlockingStub, stub -> stub.start(request)).getPid();
    streams.started();
    return pid;
  }

  /**
   * How it ends. The daemon is asked from the beginning, so nothing is missed; and a restart of the
   * daemon does not matter. Each call answers a future of its own: cancelling it ends nobody else's
   * waiting. It fails with NOT_FOUND where somebody deletes the process first, and with CANCELLED
   * once this is closed.
   */
  public CompletableFuture<Exit> exit() {
    return wait.exit().copy();
  }

  /**
   * Waits for its end.
   *
   * @throws Fault CANCELLED where the thread is interrupted
   */
  public Exit awaitExit() {
    return Waits.get(wait.exit(), "the end of a process");
  }

  /** Where it stands now. */
  public ProcessState state() {
    GetRequest request =
        GetRequest.newBuilder().setContainerId(container).setExecId(execId).build();
    return TaskWire.fromWire(
        caller.ask(TasksGrpc::newBlockingStub, stub -> stub.get(request)).getProcess());
  }

  /** Sends a signal; NOT_FOUND where it has ended. */
  public void kill(Signal signal) {
    kill(signal.number());
  }

  /** Sends a signal; NOT_FOUND where it has ended. */
  public void kill(int signal) {
    kill(signal, false);
  }

  void kill(int signal, boolean all) {
    KillRequest request =
        KillRequest.newBuilder()
            .setContainerId(container)
            .setExecId(execId)
            .setSignal(signal)
            .setAll(all)
            .build();
    caller.work(TasksGrpc::newBlockingStub, stub -> stub.kill(request));
  }

  /** Sets the size of its terminal, in characters. */
  public void resize(int width, int height) {
    ResizePtyRequest request =
        ResizePtyRequest.newBuilder()
            .setContainerId(container)
            .setExecId(execId)
            .setWidth(width)
            .setHeight(height)
            .build();
    caller.ask(TasksGrpc::newBlockingStub, stub -> stub.resizePty(request));
  }

  /**
   * Ends its input at the runtime's side. Where the input comes from this program, that is done
   * when the stream ends.
   */
  public void closeStdin() {
    CloseIORequest request =
        CloseIORequest.newBuilder()
            .setContainerId(container)
            .setExecId(execId)
            .setStdin(true)
            .build();
    caller.ask(TasksGrpc::newBlockingStub, stub -> stub.closeIO(request));
  }

  /** Writes to its input; FAILED_PRECONDITION unless made with {@link Stdio#pipes}. */
  public OutputStream stdin() {
    return piped(streams.stdin(), "stdin");
  }

  /** Reads its output; FAILED_PRECONDITION unless made with {@link Stdio#pipes}. */
  public InputStream stdout() {
    return piped(streams.stdout(), "stdout");
  }

  /**
   * Reads its error output; FAILED_PRECONDITION unless made with {@link Stdio#pipes}, and on a
   * terminal, which has one output.
   */
  public InputStream stderr() {
    return piped(streams.stderr(), "stderr");
  }

  private <T> T piped(T stream, String name) {
    if (stream == null) {
      throw Fault.precondition("%s of %s is not piped to this program", name, this);
    }
    return stream;
  }

  /**
   * Completes when all its output has been copied to the streams of this program; at once where it
   * does not come here. Fails where a stream took no more: then the rest was thrown away.
   */
  public CompletableFuture<Void> drained() {
    return streams.drained().copy();
  }

  /**
   * Deletes it after its end, waits for the last of its output, and removes its FIFOs;
   * FAILED_PRECONDITION while it runs, NOT_FOUND where somebody else has deleted it, which removes
   * the FIFOs too. Piped output may still be read afterwards.
   */
  public Exit delete() {
    DeleteResponse answer = removed();
    Exit exit =
        new Exit(
            answer.getPid(),
            answer.getExitStatus(),
            Times.fromWire(answer.hasExitedAt(), answer.getExitedAt()));
    wait.deleted(exit);
    try {
      streams.ended();
      streams.started();
      if (!streams.isPiped()) {
        waitForOutput();
      }
    } finally {
      streams.remove();
    }
    return exit;
  }

  private DeleteResponse removed() {
    wait.deleting();
    try {
      return remove(caller);
    } catch (RuntimeException e) {
      wait.notDeleted();
      if (Fault.is(e, Fault.Kind.NOT_FOUND)) {
        streams.ended();
        streams.started();
        streams.remove();
      }
      throw e;
    }
  }

  abstract DeleteResponse remove(Caller caller);

  private void waitForOutput() {
    try {
      streams.drained().get();
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, "output was lost process=" + this, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while waiting for output", e);
    }
  }

  /**
   * Lets it go: its streams are free for others ({@link Container#attach}), and nobody waits for
   * its end. It goes on as it was.
   */
  @Override
  public void close() {
    wait.close();
    streams.close();
  }

  Caller caller() {
    return caller;
  }

  /** The end of input, told to a process that may be gone. */
  static void endInput(Caller caller, String container, String execId) {
    CloseIORequest request =
        CloseIORequest.newBuilder()
            .setContainerId(container)
            .setExecId(execId)
            .setStdin(true)
            .build();
    try {
      caller.ask(TasksGrpc::newBlockingStub, stub -> stub.closeIO(request));
    } catch (Fault gone) {
      LOG.log(Level.DEBUG, "input could not be ended container=" + container, gone);
    }
  }

  @Override
  public String toString() {
    return execId.isEmpty() ? "task " + container : "exec " + execId + " of " + container;
  }
}
