package io.felucca.diff;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentReader;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.diff.apply.LayerApplier;
import io.felucca.diff.compare.LayerComparer;
import io.felucca.diff.stream.Buffers;
import io.felucca.diff.stream.LayerStream;
import io.felucca.diff.stream.LayerType;
import io.felucca.diff.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Unpacks layers onto any file system, and makes layers by walking through two of them side by
 * side.
 */
@PluginSpec(
    type = "io.containerd.differ.v1",
    id = "walking",
    requires = "io.containerd.metadata.v1")
@Component(
    service = Differ.class,
    configurationPid = "io.containerd.differ.v1.walking",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class WalkingDiffer implements Differ {
  /** Keys of {@code [plugins."io.containerd.differ.v1.walking"]}. */
  @interface Config {
    /** Where file systems are mounted while they are read or written. */
    String plugin_state() default "";
  }

  private final Seat<Metadata> metadata;
  private final Path temp;
  private final Buffers buffers = new Buffers();
  private final LayerApplier applier;
  private final LayerComparer comparer;

  @Activate
  public WalkingDiffer(@Reference PluginRegistry plugins, Config config) {
    this(new Seat<>(plugins, Metadata.KIND, Metadata.ID), Path.of(config.plugin_state()));
  }

  WalkingDiffer(Seat<Metadata> metadata, Path temp) {
    this.metadata = metadata;
    this.temp = temp;
    this.applier = new LayerApplier(temp);
    this.comparer = new LayerComparer(temp, buffers);
  }

  @Override
  public void start() {
    try {
      View.cleanUp(temp);
    } catch (IOException e) {
      throw Fault.io("clean " + temp, e);
    }
  }

  @Override
  public Descriptor apply(Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options) {
    LayerType.of(layer.mediaType());
    try (Held<Metadata> held = metadata.hold(scope);
        ContentReader reader = held.get().content().reader(scope, layer);
        LayerStream stream = LayerStream.open(reader, layer, buffers)) {
      return applier.apply(stream, mounts, options.syncFs(), () -> checkWanted(scope));
    }
  }

  @Override
  public Descriptor compare(
      Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options) {
    return metadata.call(
        scope,
        now ->
            comparer.compare(
                now.content(), scope, lower, upper, options, () -> checkWanted(scope)));
  }

  private static void checkWanted(Scope scope) {
    if (Thread.currentThread().isInterrupted()) {
      throw Fault.of(Fault.Kind.CANCELLED, "the caller does not wait any more");
    }
    if (scope.deadline() != Instant.MAX && Instant.now().isAfter(scope.deadline())) {
      throw Fault.of(Fault.Kind.DEADLINE_EXCEEDED, "not done by %s", scope.deadline());
    }
  }
}
