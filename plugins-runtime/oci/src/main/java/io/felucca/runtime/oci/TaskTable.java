package io.felucca.runtime.oci;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tasks that this instance follows, by namespace and ID. */
final class TaskTable {
  /**
   * By namespace/ID. The first use of a record as a key costs 20 ms, here of the daemon's start.
   */
  private final Map<String, OciTask> tasks = new ConcurrentHashMap<>();

  /** Null where there is none. */
  OciTask find(String namespace, String id) {
    return tasks.get(key(namespace, id));
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
        .sorted(TaskTable::compare)
        .toList();
  }

  private static int compare(OciTask one, OciTask other) {
    int namespaces = one.namespace().compareTo(other.namespace());
    return namespaces != 0 ? namespaces : one.id().compareTo(other.id());
  }

  private static String key(OciTask task) {
    return key(task.namespace(), task.id());
  }

  /** Neither holds a slash. */
  private static String key(String namespace, String id) {
    return namespace + '/' + id;
  }
}
