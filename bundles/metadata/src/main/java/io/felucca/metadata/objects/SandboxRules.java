package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Identifiers;
import io.felucca.api.Labels;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.metadata.db.LabelRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a sandbox' record must be, and what an update of one may change. */
final class SandboxRules {
  private static final List<String> MUTABLE = List.of("labels", "extensions", "spec", "runtime");

  private SandboxRules() {}

  static void check(Sandbox sandbox) {
    LabelRules.within("invalid sandbox ID", () -> Identifiers.check(sandbox.id()));
  }

  /** The old sandbox as the update wants it. */
  static Sandbox updated(Sandbox old, Sandbox given, FieldPaths paths) {
    if (paths.isEmpty() && !old.runtime().equals(given.runtime())) {
      throw Fault.invalid("sandbox.Runtime.Name field is immutable");
    }
    Sandbox result = old;
    for (String path : paths.isEmpty() ? MUTABLE : paths.paths()) {
      result = updated(result, given, path);
    }
    return result;
  }

  private static Sandbox updated(Sandbox old, Sandbox given, String path) {
    String label = FieldPaths.keyBehind("labels", path);
    if (label != null) {
      return labelled(old, FieldPaths.mergeKey(old.labels(), given.labels(), label));
    }
    String extension = FieldPaths.keyBehind("extensions", path);
    if (extension != null) {
      return extended(old, merged(old.extensions(), given.extensions().get(extension), extension));
    }
    return switch (path) {
      case "labels" -> labelled(old, given.labels());
      case "extensions" -> extended(old, given.extensions());
      case "spec" -> with(old, old.runtime(), old.runtimeOptions(), given.spec());
      case "runtime" -> with(old, given.runtime(), given.runtimeOptions(), old.spec());
      default ->
          throw Fault.invalid("cannot update \"%s\" field on sandbox \"%s\"", path, old.id());
    };
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

  private static Sandbox labelled(Sandbox old, Map<String, String> labels) {
    return made(old, labels, old.extensions(), old.createdAt(), old.updatedAt());
  }

  private static Sandbox extended(Sandbox old, Map<String, TypedValue> extensions) {
    return made(old, old.labels(), extensions, old.createdAt(), old.updatedAt());
  }

  private static Sandbox with(Sandbox old, String runtime, TypedValue options, TypedValue spec) {
    return new Sandbox(
        old.id(),
        runtime,
        options,
        spec,
        old.labels(),
        old.extensions(),
        old.sandboxer(),
        old.createdAt(),
        old.updatedAt());
  }

  /** What is stored: no empty labels, and these times. */
  static Sandbox stored(Sandbox sandbox, Instant createdAt, Instant updatedAt) {
    Map<String, String> labels = Labels.withoutEmpty(sandbox.labels());
    return made(sandbox, labels, sandbox.extensions(), createdAt, updatedAt);
  }

  private static Sandbox made(
      Sandbox old,
      Map<String, String> labels,
      Map<String, TypedValue> extensions,
      Instant createdAt,
      Instant updatedAt) {
    return new Sandbox(
        old.id(),
        old.runtime(),
        old.runtimeOptions(),
        old.spec(),
        labels,
        extensions,
        old.sandboxer(),
        createdAt,
        updatedAt);
  }
}
