package io.felucca.metadata.gc;

import io.felucca.metadata.gc.Node.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the labels {@code containerd.io/gc.*} (containerd {@code docs/garbage-collection.md}):
 * {@code ref.} names what is to be kept, {@code bref.} names who keeps this, {@code root} keeps it
 * by itself, {@code cond.} keeps something on conditions. {@code gc.expire} and {@code gc.flat} are
 * read where leases and images are.
 */
final class LabelReader {
  private static final String PREFIX = "containerd.io/gc.";
  private static final String REFERENCE = "ref.";
  private static final String BACK_REFERENCE = "bref.";
  private static final String ROOT = "root";
  private static final String SNAPSHOT = "snapshot.";
  private static final String CONDITION = "cond.snapshot";
  private static final String USED_AT = "cond.value-usedat";

  private final Graph graph;
  private final Instant now;
  private final List<Condition> conditions = new ArrayList<>();
  private final Map<Node, Instant> usedAt = new HashMap<>();

  LabelReader(Graph graph, Instant now) {
    this.graph = graph;
    this.now = now;
  }

  void read(Node holder, Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            read(holder, key.substring(PREFIX.length()), value);
          }
        });
  }

  private void read(Node holder, String what, String value) {
    boolean isStored = holder.kind() == Kind.CONTENT || holder.kind() == Kind.SNAPSHOT;
    if (what.startsWith(REFERENCE)) {
      named(what.substring(REFERENCE.length()), value)
          .filter(node -> node.kind() != Kind.CONTAINER)
          .ifPresent(node -> graph.reference(holder, node));
    } else if (what.startsWith(BACK_REFERENCE) && holder.kind() != Kind.SANDBOX) {
      named(what.substring(BACK_REFERENCE.length()), value)
          .ifPresent(node -> graph.reference(node, holder));
    } else if (what.startsWith(ROOT) && isStored) {
      graph.root(holder);
    } else if (what.startsWith(CONDITION)) {
      readCondition(holder, what.substring(CONDITION.length()), value);
    } else if (what.startsWith(USED_AT) && holder.kind() == Kind.SNAPSHOT) {
      readUse(holder, value);
    }
  }

  /** {@code content}, {@code content.X} and {@code content/X} name the same kind. */
  private static Optional<Node> named(String what, String value) {
    if (what.startsWith(SNAPSHOT)) {
      return Optional.of(Node.snapshot(upToSlash(what.substring(SNAPSHOT.length())), value));
    }
    for (Kind kind : new Kind[] {Kind.CONTENT, Kind.IMAGE, Kind.CONTAINER}) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      if (what.equals(name) || what.startsWith(name + ".") || what.startsWith(name + "/")) {
        return Optional.of(new Node(kind, value));
      }
    }
    return Optional.empty();
  }

  private static String upToSlash(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  private void readCondition(Node holder, String rest, String value) {
    if (holder.kind() != Kind.CONTENT && holder.kind() != Kind.IMAGE) {
      return;
    }
    String snapshotter = upToSlash(rest.replaceFirst("^[./]+", ""));
    Condition.parse(holder, snapshotter, value).ifPresent(conditions::add);
  }

  private void readUse(Node snapshot, String value) {
    try {
      usedAt.put(snapshot, OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeException e) {
      // clients know it so: what cannot be read meets no condition
      usedAt.remove(snapshot);
    }
  }

  /** Turns the conditions that are met into references, once all labels are read. */
  void finish() {
    for (Condition condition : conditions) {
      Instant used = usedAt.get(condition.snapshot());
      if (used != null && condition.isMet(used, now)) {
        graph.reference(condition.holder(), condition.snapshot());
      }
    }
  }
}
