package io.felucca.runtime.oci;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks that this instance follows, by namespace and ID. */
final class TaskTable {
  private record Key(String namespace, String id) {}

  private final Map<Key, OciTask> tasks = new ConcurrentHashMap<>();

  /** Null where there is none. */
  OciTask find(String namespace, String id) {
    return tasks.get(new Key(namespace, id));
  }

  void add(OciTask task) {
    tasks.put(key(task), task);
  }

  void remove(OciTask task) {
    tasks.remove(key(task), task);
  }

  /** Those of a namespace, or of all where it is empty, in order. */
  List<OciTask> list(String namespace) {
    return tasks.values().stream()
        .filter(task -> namespace.isEmpty() || task.namespace().equals(namespace))
        .sorted(Comparator.comparing(OciTask::namespace).thenComparing(OciTask::id))
        .toList();
  }

  private static Key key(OciTask task) {
    return new Key(task.namespace(), task.id());
  }
}
