package io.felucca.runtime.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.SandboxExit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The pods on record: each is a container, whose record makes its ID unique, says by an extension
 * that it is a pod, and outlives instances, daemons and reboots.
 */
final class PodBook {
  /** The extension with CRI's configuration as it was given. */
  static final String CONFIG = "io.felucca/pod.config";

  private static final String NOTE = "io.felucca/pod";

  private final Seat<Metadata> metadata;

  PodBook(Seat<Metadata> metadata) {
    this.metadata = metadata;
  }

  /** ALREADY_EXISTS where the ID is that of a container, a pod's or another. */
  void add(Scope scope, PodRequest pod, Path rootfs) {
    Container container = container(pod, PodSpec.of(pod, rootfs));
    try {
      metadata.call(scope, now -> now.containers().create(scope, container));
    } catch (Fault e) {
      throw e.kind() == Fault.Kind.ALREADY_EXISTS
          ? new Fault(e.kind(), "sandbox \"" + pod.id() + "\": " + e.getMessage(), e)
          : e;
    }
  }

  private static Container container(PodRequest pod, TypedValue spec) {
    Map<String, TypedValue> extensions = new HashMap<>();
    extensions.put(NOTE, PodNote.prepared(pod.request().netnsPath()).toValue());
    if (pod.request().options() != null) {
      extensions.put(CONFIG, pod.request().options());
    }
    Instant now = Instant.now();
    return new Container(
        pod.id(),
        pod.labels(),
        "",
        pod.runtime(),
        pod.runtimeOptions(),
        spec,
        "",
        "",
        "",
        extensions,
        now,
        now);
  }

  /** NOT_FOUND also where the container is no pod. */
  Pod get(Scope scope, String id) {
    try {
      Container container = metadata.call(scope, now -> now.containers().get(scope, id));
      TypedValue note = container.extensions().get(NOTE);
      if (note == null) {
        throw Fault.notFound("sandbox \"%s\": the container of that name is none", id);
      }
      return new Pod(container, PodNote.of(id, note));
    } catch (Fault e) {
      throw e.kind() == Fault.Kind.NOT_FOUND
          ? new Fault(e.kind(), "unable to find sandbox \"" + id + "\"", e)
          : e;
    }
  }

  void noteStart(Scope scope, Pod pod, int pid) {
    note(scope, pod, pod.note().started(pid));
  }

  /** The exit that counts from now on: one that was noted before, or this one. */
  SandboxExit noteExit(Scope scope, String id, SandboxExit exit) {
    Pod pod = get(scope, id);
    if (pod.note().exit() != null) {
      return pod.note().exit();
    }
    note(scope, pod, pod.note().ended(exit));
    return exit;
  }

  private void note(Scope scope, Pod pod, PodNote note) {
    change(
        scope,
        pod,
        pod.container().labels(),
        Map.of(NOTE, note.toValue()),
        FieldPaths.of("extensions." + NOTE));
  }

  /** Changes labels as {@code paths} say, each {@code labels} or {@code labels.K}. */
  void label(Scope scope, Pod pod, Map<String, String> labels, FieldPaths paths) {
    change(scope, pod, labels, Map.of(), paths);
  }

  private void change(
      Scope scope,
      Pod pod,
      Map<String, String> labels,
      Map<String, TypedValue> extensions,
      FieldPaths paths) {
    Container old = pod.container();
    Container given =
        new Container(
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
    metadata.call(scope, now -> now.containers().update(scope, given, paths));
  }

  void remove(Scope scope, String id) {
    metadata.run(scope, now -> now.containers().delete(scope, id));
  }
}
