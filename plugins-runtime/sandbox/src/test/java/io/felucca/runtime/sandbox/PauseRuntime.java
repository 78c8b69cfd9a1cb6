package io.felucca.runtime.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the program of a specification as a plain process of this host, without namespaces. */
final class PauseRuntime implements TaskManager {
  private final Map<String, Entry> tasks = new ConcurrentHashMap<>();

  /** What to fail the next start with; null for nothing. */
  volatile Fault refusal;

  final class Entry implements Task {
    private final String namespace;
    final TaskSpec spec;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private Process process;

    Entry(String namespace, TaskSpec spec) {
      this.namespace = namespace;
      this.spec = spec;
    }

    @Override
    public String id() {
      return spec.id();
    }

    @Override
    public String namespace() {
      return namespace;
    }

    @Override
    public String runtime() {
      return spec.runtime();
    }

    @Override
    public synchronized int pid() {
      return process == null ? 0 : (int) process.pid();
    }

    @Override
    public ProcessState state(Scope scope, String execId) {
      Exit end = exit.getNow(null);
      TaskStatus status =
          end != null ? TaskStatus.STOPPED : pid() == 0 ? TaskStatus.CREATED : TaskStatus.RUNNING;
      return new ProcessState(
          id(),
          "",
          pid(),
          status,
          spec.io(),
          end == null ? 0 : end.status(),
          end == null ? null : end.at());
    }

    @Override
    public synchronized int start(Scope scope, String execId) {
      if (refusal != null) {
        throw refusal;
      }
      try {
        process = new ProcessBuilder(program()).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      int pid = (int) process.pid();
      process
          .onExit()
          .thenAccept(ended -> exit.complete(new Exit(pid, ended.exitValue(), Instant.now())));
      return pid;
    }

    private String program() {
      String json = new String(spec.spec().bytes(), StandardCharsets.UTF_8);
      JsonObject config = JsonParser.parseString(json).getAsJsonObject();
      Path root = Path.of(config.getAsJsonObject("root").get("path").getAsString());
      String program =
          config.getAsJsonObject("process").getAsJsonArray("args").get(0).getAsString();
      return Path.of(root.toString(), program).toString();
    }

    @Override
    public Exit delete(Scope scope, String execId) {
      if (pid() != 0 && !exit.isDone()) {
        throw Fault.precondition("task %s runs", id());
      }
      tasks.remove(namespace + "/" + id());
      return exit.getNow(new Exit(pid(), 0, Instant.now()));
    }

    @Override
    public void kill(Scope scope, String execId, int signal, boolean all) {
      if (signal == 9) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
    }

    @Override
    public void exec(Scope scope, ExecSpec exec) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void resize(Scope scope, String execId, int width, int height) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void closeStdin(Scope scope, String execId) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void pause(Scope scope) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void resume(Scope scope) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public List<ProcessInfo> pids(Scope scope) {
      return List.of();
    }

    @Override
    public void checkpoint(Scope scope, String path, TypedValue options) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public TypedValue stats(Scope scope) {
      return new TypedValue("stats", new byte[] {1});
    }

    @Override
    public CompletableFuture<Exit> exit(Scope scope, String execId) {
      return exit.copy();
    }
  }

  @Override
  public boolean accepts(String runtime) {
    return true;
  }

  @Override
  public Task create(Scope scope, TaskSpec spec) {
    Entry entry = new Entry(scope.namespace(), spec);
    if (tasks.putIfAbsent(scope.namespace() + "/" + spec.id(), entry) != null) {
      throw Fault.exists("task %s", spec.id());
    }
    return entry;
  }

  @Override
  public Entry get(Scope scope, String id) {
    Entry found = tasks.get(scope.namespace() + "/" + id);
    if (found == null) {
      throw Fault.notFound("task %s", id);
    }
    return found;
  }

  @Override
  public List<Task> list(Scope scope) {
    return List.copyOf(tasks.values());
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    throw Fault.unimplemented("not here");
  }

  /** Forgets all, as a reboot does. */
  void reboot() {
    for (Entry entry : tasks.values()) {
      entry.process.destroyForcibly();
      entry.exit.join();
    }
    tasks.clear();
  }

  /** The tasks are there but nobody serves them. */
  void hide() {
    tasks.clear();
  }
}
