package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** A runtime whose tasks are entries of a map. */
final class MemoryRuntime implements TaskManager {
  /** A task, which can be made to misbehave. */
  final class Entry implements Task {
    final TaskSpec spec;
    final CompletableFuture<Exit> exit = new CompletableFuture<>();
    Function<Scope, TaskStatus> status = scope -> TaskStatus.RUNNING;
    String checkpointedTo = "";

    Entry(TaskSpec spec) {
      this.spec = spec;
    }

    @Override
    public String id() {
      return spec.id();
    }

    @Override
    public String namespace() {
      return "ns";
    }

    @Override
    public String runtime() {
      return spec.runtime();
    }

    @Override
    public int pid() {
      return 7;
    }

    @Override
    public ProcessState state(Scope scope, String execId) {
      return new ProcessState(id(), execId, 7, status.apply(scope), spec.io(), 0, null);
    }

    @Override
    public int start(Scope scope, String execId) {
      return 7;
    }

    @Override
    public Exit delete(Scope scope, String execId) {
      tasks.remove(id());
      return new Exit(7, 0, Instant.EPOCH);
    }

    @Override
    public void kill(Scope scope, String execId, int signal, boolean all) {}

    @Override
    public void exec(Scope scope, ExecSpec exec) {}

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
    public void checkpoint(Scope scope, String path, TypedValue options) {
      checkpointedTo = path;
    }

    @Override
    public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {}

    @Override
    public TypedValue stats(Scope scope) {
      status.apply(scope);
      return new TypedValue("stats", new byte[] {1});
    }

    @Override
    public CompletableFuture<Exit> exit(Scope scope, String execId) {
      return exit;
    }
  }

  final Map<String, Entry> tasks;
  private final String claimed;

  /** What becomes of the next creations. */
  Fault failure;

  /**
   * @param claimed the part of a runtime's name that it accepts
   */
  MemoryRuntime(String claimed) {
    this(claimed, new ConcurrentSkipListMap<>());
  }

  private MemoryRuntime(String claimed, Map<String, Entry> tasks) {
    this.claimed = claimed;
    this.tasks = tasks;
  }

  /** A further instance that finds the tasks, but nothing of the waits for them. */
  MemoryRuntime successor() {
    MemoryRuntime next = new MemoryRuntime(claimed);
    tasks.forEach((id, entry) -> next.tasks.put(id, next.new Entry(entry.spec)));
    return next;
  }

  @Override
  public boolean accepts(String runtime) {
    return runtime.contains(claimed);
  }

  @Override
  public Task create(Scope scope, TaskSpec spec) {
    if (failure != null) {
      throw failure;
    }
    Entry entry = new Entry(spec);
    tasks.put(spec.id(), entry);
    return entry;
  }

  @Override
  public Task get(Scope scope, String id) {
    Entry found = tasks.get(id);
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
    return new RuntimeInfo(claimed, "", "", options, null, Map.of());
  }

  static TaskIo noIo() {
    return new TaskIo("", "", "", false);
  }
}
