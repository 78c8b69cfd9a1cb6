package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Identifiers;
import io.felucca.api.Labels;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.metadata.db.LabelRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a container must be, and what an update of one may change. */
final class ContainerRules {
  private static final List<String> MUTABLE =
      List.of("labels", "spec", "extensions", "image", "snapshotkey");

  private ContainerRules() {}

  static void check(Container container) {
    LabelRules.within("container.ID", () -> Identifiers.check(container.id()));
    if (container.extensions().containsKey("")) {
      throw Fault.invalid("container.Extension keys must not be zero-length");
    }
    LabelRules.check("containers.Labels", container.labels());
    if (container.runtime().isEmpty()) {
      throw Fault.invalid("container.Runtime.Name must be set");
    }
    if (container.spec() == null) {
      throw Fault.invalid("container.Spec must be set");
    }
    if (!container.snapshotKey().isEmpty() && container.snapshotter().isEmpty()) {
      throw Fault.invalid("container.Snapshotter must be set if container.SnapshotKey is set");
    }
  }

  /** The old container as the update wants it. */
  static Container updated(Container old, Container given, FieldPaths paths) {
    if (paths.isEmpty()) {
      checkImmutable("Snapshotter", old.snapshotter(), given.snapshotter());
      checkImmutable("Runtime.Name", old.runtime(), given.runtime());
    }
    Draft draft = new Draft(old);
    for (String path : paths.isEmpty() ? MUTABLE : paths.paths()) {
      draft.take(given, path);
    }
    return draft.done();
  }

  private static void checkImmutable(String field, String old, String given) {
    if (!old.equals(given)) {
      throw Fault.invalid("container.%s field is immutable", field);
    }
  }

  /** What is stored: no empty labels, and these times. */
  static Container stored(Container container, Instant createdAt, Instant updatedAt) {
    Draft draft = new Draft(container);
    draft.labels = Labels.withoutEmpty(container.labels());
    return draft.done(createdAt, updatedAt);
  }

  /** A container whose changeable fields can be set one by one. */
  private static final class Draft {
    private final Container old;
    private Map<String, String> labels;
    private String image;
    private TypedValue spec;
    private String snapshotKey;
    private Map<String, TypedValue> extensions;

    Draft(Container old) {
      this.old = old;
      this.labels = old.labels();
      this.image = old.image();
      this.spec = old.spec();
      this.snapshotKey = old.snapshotKey();
      this.extensions = old.extensions();
    }

    void take(Container given, String path) {
      String label = FieldPaths.keyBehind("labels", path);
      String extension = FieldPaths.keyBehind("extensions", path);
      if (label != null) {
        labels = FieldPaths.mergeKey(labels, given.labels(), label);
      } else if (extension != null) {
        extensions = merged(extensions, given.extensions().get(extension), extension);
      } else {
        takeWhole(given, path);
      }
    }

    private void takeWhole(Container given, String path) {
      switch (path) {
        case "labels" -> labels = given.labels();
        case "spec" -> spec = given.spec();
        case "extensions" -> extensions = given.extensions();
        case "image" -> image = given.image();
        case "snapshotkey" -> snapshotKey = given.snapshotKey();
        default -> throw Fault.invalid("cannot update \"%s\" field on \"%s\"", path, old.id());
      }
    }

    private static Map<String, TypedValue> merged(
        Map<String, TypedValue> old, TypedValue value, String key) {
      Map<String, TypedValue> merged = new TreeMap<>(old);
      if (value == null) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
      return merged;
    }

    Container done() {
      return done(old.createdAt(), old.updatedAt());
    }

    Container done(Instant createdAt, Instant updatedAt) {
      return new Container(
          old.id(),
          labels,
          image,
          old.runtime(),
          old.runtimeOptions(),
          spec,
          old.snapshotter(),
          snapshotKey,
          old.sandbox(),
          extensions,
          createdAt,
          updatedAt);
    }
  }
}
