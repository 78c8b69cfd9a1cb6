package io.felucca.services;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.filter.Fields;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskMetric;
import io.felucca.api.task.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tasks without processes, which remember what they were told. */
final class FewTasks implements Tasks, Plugin {
  static final TypedValue STATS = new TypedValue("io.containerd.cgroups.v1.Metrics", new byte[0]);

  final Map<String, FewTask> all = new TreeMap<>();
  String checkpointPath = "none asked";

  @Override
  public synchronized Task create(Scope scope, CreateTask request) {
    if (all.containsKey(request.containerId())) {
      throw Fault.exists("task %s", request.containerId());
    }
    FewTask task = new FewTask(scope.namespace(), request);
    all.put(task.id(), task);
    return task;
  }

  @Override
  public synchronized Task get(Scope scope, String id) {
    FewTask task = all.get(id);
    if (task == null) {
      throw Fault.notFound("task %s not found", id);
    }
    return task;
  }

  @Override
  public synchronized List<ProcessState> list(Scope scope) {
    return all.values().stream().map(task -> task.state(scope, "")).toList();
  }

  @Override
  public synchronized List<TaskMetric> metrics(Scope scope, Filter filter) {
    return all.values().stream()
        .filter(task -> filter.test(fields(task)))
        .map(task -> new TaskMetric(task.id(), Instant.EPOCH, STATS))
        .toList();
  }

  private static Fields fields(Task task) {
    return path -> path.get(0).equals("id") ? Optional.of(task.id()) : Optional.empty();
  }

  @Override
  public List<Descriptor> checkpoint(Scope scope, String id, String imagePath, TypedValue options) {
    checkpointPath = imagePath;
    return List.of();
  }

  @Override
  public RuntimeInfo info(Scope scope, String runtime, TypedValue options) {
    return new RuntimeInfo(runtime, "1.0", "r", options, null, Map.of());
  }
}
