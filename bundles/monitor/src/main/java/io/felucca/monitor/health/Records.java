package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.event.Events;
import io.felucca.monitor.Name;
import io.felucca.monitor.World;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down how containers do, and tells it. */
final class Records {
  static final String TOPIC = "/felucca/health";

  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final int TOLD = 1024;

  private final World world;

  Records(World world) {
    this.world = world;
  }

  /** Keeps it in the container's labels and its extension. */
  void keep(Name name, Container container, State state, boolean inStartPeriod) {
    Map<String, String> labels = new HashMap<>(labels(state.health()));
    if (container.labels().containsKey(Labels.NERDCTL_CHECK)) {
      labels.put(Labels.NERDCTL_STATE, state.toNerdctl(inStartPeriod));
    }
    List<String> paths = new ArrayList<>();
    labels.keySet().forEach(label -> paths.add("labels." + label));
    paths.add("extensions." + Labels.EXTENSION);
    try {
      Container unused =
          world.update(
              name,
              with(container, labels, Map.of(Labels.EXTENSION, state.toExtension())),
              new FieldPaths(paths));
    } catch (Fault fault) {
      LOG.log(Level.WARNING, "health not written down" + name + " error=" + fault.getMessage());
    }
  }

  private static Map<String, String> labels(Health health) {
    return Map.of(
        Labels.STATUS, health.status().text(),
        Labels.FAILING_STREAK, Integer.toString(health.failingStreak()));
  }

  private static Container with(
      Container old, Map<String, String> labels, Map<String, TypedValue> extensions) {
    return new Container(
        old.id(),
        labels,
        old.image(),
        old.runtime(),
        old.runtimeOptions(),
        old.spec(),
        old.snapshotter(),
        old.snapshotKey(),
        old.sandbox(),
        extensions,
        old.createdAt(),
        old.updatedAt());
  }

  /** Publishes a change: of containerd's own messages the one that every client can read. */
  void tell(Name name, Container container, State state) {
    Map<String, String> labels = new HashMap<>(labels(state.health()));
    if (!state.log().isEmpty()) {
      Result last = state.log().get(state.log().size() - 1);
      labels.put(Labels.EXIT_CODE, Integer.toString(last.exitCode()));
      labels.put(Labels.OUTPUT, beginning(last.output()));
    }
    LOG.log(Level.INFO, "container is " + state.health().status().text() + name);
    world.publish(
        name, TOPIC, new Events.ContainerUpdate(name.id(), container.image(), labels, ""));
  }

  private static String beginning(String text) {
    return text.length() > TOLD ? text.substring(0, TOLD) : text;
  }
}
