package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks this instance is connected to, by namespace and ID. */
final class TaskTable {
  private record Key(String namespace, String id) {}

  private final Map<Key, ShimTask> tasks = new ConcurrentHashMap<>();

  /** Null where there is none. */
  ShimTask find(String namespace, String id) {
    return tasks.get(new Key(namespace, id));
  }

  void add(ShimTask task) {
    if (tasks.putIfAbsent(key(task), task) != null) {
      throw Fault.exists("task %s", task.id());
    }
  }

  void remove(ShimTask task) {
    tasks.remove(key(task), task);
  }

  /** Those of a namespace, or of all where it is empty, in order. */
  List<ShimTask> list(String namespace) {
    return tasks.values().stream()
        .filter(task -> namespace.isEmpty() || task.namespace().equals(namespace))
        .sorted(Comparator.comparing(ShimTask::namespace).thenComparing(ShimTask::id))
        .toList();
  }

  /** Whether another task is served by the shim of this one. */
  boolean sharesShim(ShimTask task) {
    return tasks.values().stream()
        .anyMatch(other -> other != task && other.address().equals(task.address()));
  }

  private static Key key(ShimTask task) {
    return new Key(task.namespace(), task.id());
  }
}
