package io.felucca.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.event.Events;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A task whose processes are real ones, in no container. */
public final class TestTask implements Task {
  private static final String FIRST = "";

  private final TestDaemon daemon;
  private final Name name;
  private final Map<String, ExecSpec> execs = new ConcurrentHashMap<>();
  private final Map<String, Process> processes = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Exit>> exits = new ConcurrentHashMap<>();

  /** Nothing is started any more. */
  private boolean over;

  TestTask(TestDaemon daemon, Name name) {
    this.daemon = daemon;
    this.name = name;
    exits.put(FIRST, new CompletableFuture<>());
  }

  /** Whether there is an exec of this ID. */
  public boolean has(String execId) {
    return exits.containsKey(execId);
  }

  synchronized void endAll() {
    over = true;
    processes.values().forEach(Process::destroyForcibly);
  }

  @Override
  public String id() {
    return name.id();
  }

  @Override
  public String namespace() {
    return name.namespace();
  }

  @Override
  public String runtime() {
    return "r";
  }

  @Override
  public int pid() {
    Process first = processes.get(FIRST);
    return first == null ? 1 : (int) first.pid();
  }

  @Override
  public ProcessState state(Scope scope, String execId) {
    CompletableFuture<Exit> exit = ending(execId);
    TaskIo io = new TaskIo("", "", "", false);
    if (exit.isDone()) {
      Exit how = exit.join();
      return new ProcessState(id(), execId, pid(), TaskStatus.STOPPED, io, how.status(), how.at());
    }
    boolean runs = processes.containsKey(execId);
    TaskStatus status = runs ? TaskStatus.RUNNING : TaskStatus.CREATED;
    return new ProcessState(id(), execId, pid(), status, io, 0, null);
  }

  private CompletableFuture<Exit> ending(String execId) {
    CompletableFuture<Exit> exit = exits.get(execId);
    if (exit == null) {
      throw Fault.notFound("process %s", execId);
    }
    return exit;
  }

  @Override
  public synchronized int start(Scope scope, String execId) {
    if (over) {
      throw Fault.unavailable("task %s is over", name.id());
    }
    ExecSpec exec = execs.get(execId);
    try {
      Process process =
          exec == null ? new ProcessBuilder("sleep", "1000").start() : process(exec).start();
      processes.put(execId, process);
      process.onExit().thenAccept(ended -> ended(execId, ended));
      if (exec == null) {
        daemon.publish(
            namespace(), "/tasks/start", new Events.TaskStart(id(), (int) process.pid()));
      }
      return (int) process.pid();
    } catch (IOException e) {
      throw Fault.io("exec failed", e);
    }
  }

  private static ProcessBuilder process(ExecSpec exec) {
    String json = new String(exec.process().bytes(), StandardCharsets.UTF_8);
    List<String> args = new ArrayList<>();
    for (JsonElement arg : JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("args")) {
      args.add(arg.getAsString());
    }
    return new ProcessBuilder(args)
        .redirectErrorStream(true)
        .redirectOutput(new File(exec.io().stdout()));
  }

  private void ended(String execId, Process process) {
    end(execId, process.exitValue());
  }

  /** Ends it with this status, as far as anybody can see. */
  public void end(String execId, int status) {
    Process process = processes.get(execId);
    process.destroyForcibly();
    Exit exit = new Exit((int) process.pid(), status, Instant.now());
    CompletableFuture<Exit> ending = exits.get(execId);
    if (ending != null && ending.complete(exit)) {
      String which = execId.isEmpty() ? id() : execId;
      daemon.publish(
          namespace(),
          "/tasks/exit",
          new Events.TaskExit(id(), which, exit.pid(), status, exit.at()));
    }
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    CompletableFuture<Exit> exit = ending(execId);
    if (!exit.isDone() && processes.containsKey(execId)) {
      throw Fault.precondition("process %s runs", execId);
    }
    exits.remove(execId);
    execs.remove(execId);
    if (execId.isEmpty()) {
      daemon.tasks.remove(name, this);
    }
    return exit.getNow(null);
  }

  @Override
  public void kill(Scope scope, String execId, int signal, boolean all) {
    if (ending(execId).isDone()) {
      throw Fault.notFound("process already finished");
    }
    if (!processes.containsKey(execId)) {
      throw Fault.precondition("process %s not started", execId);
    }
    end(execId, 128 + signal);
  }

  @Override
  public void exec(Scope scope, ExecSpec exec) {
    if (exits.putIfAbsent(exec.id(), new CompletableFuture<>()) != null) {
      throw Fault.exists("process %s", exec.id());
    }
    execs.put(exec.id(), exec);
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    return ending(execId).copy();
  }

  @Override
  public void resize(Scope scope, String execId, int width, int height) {}

  @Override
  public void closeStdin(Scope scope, String execId) {}

  @Override
  public void pause(Scope scope) {}

  @Override
  public void resume(Scope scope) {}

  @Override
  public List<ProcessInfo> pids(Scope scope) {
    return List.of();
  }

  @Override
  public void checkpoint(Scope scope, String path, TypedValue options) {}

  @Override
  public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {}

  @Override
  public TypedValue stats(Scope scope) {
    return null;
  }
}
