package io.felucca.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Keeps blobs as files named by their digest, and ingests beside them.
 *
 * <p>It keeps no labels: those live in the metadata above, so {@link #update} is refused. Two
 * instances, and two processes, can work on one root at the same time.
 */
@PluginSpec(type = "io.containerd.content.v1", id = "content")
@Component(
    service = ContentStore.class,
    configurationPid = "io.containerd.content.v1.content",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LocalContentStore implements ContentStore {
  /** Keys of {@code [plugins."io.containerd.content.v1.content"]}. */
  @interface Config {
    /** Where to keep everything; the plugin's own folder where empty. */
    String root_path() default "";

    String plugin_root() default "";
  }

  private final Layout layout;
  private final Blobs blobs;
  private final Ingests ingests;
  private final Hashing hashing = new Hashing();

  @Activate
  public LocalContentStore(Config config) {
    this(Path.of(config.root_path().isEmpty() ? config.plugin_root() : config.root_path()));
  }

  /** A store that keeps everything below {@code root}, which need not exist yet. */
  public LocalContentStore(Path root) {
    layout = new Layout(root);
    blobs = new Blobs(layout);
    ingests = new Ingests(layout, blobs, hashing);
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(layout.root());
    } catch (IOException e) {
      throw Fault.io("make content root " + layout.root(), e);
    }
    new Leftovers(layout).clear();
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("root", layout.root().toString());
  }

  @Override
  public void close() {
    hashing.close();
  }

  @Override
  public ContentInfo info(Scope scope, Digest digest) {
    return blobs.info(digest);
  }

  @Override
  public ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths) {
    throw Fault.precondition("update not supported on immutable content store");
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<ContentInfo> to) {
    blobs.list(filter, to);
  }

  @Override
  public void delete(Scope scope, Digest digest) {
    blobs.delete(digest);
  }

  @Override
  public ContentReader reader(Scope scope, Descriptor descriptor) {
    return LocalReader.open(descriptor.digest(), layout.blob(descriptor.digest()));
  }

  @Override
  public ContentWriter writer(Scope scope, String ref, Descriptor expected) {
    return ingests.writer(ref, expected);
  }

  @Override
  public IngestStatus status(Scope scope, String ref) {
    return ingests.status(ref);
  }

  @Override
  public List<IngestStatus> statuses(Scope scope, Filter filter) {
    return ingests.statuses(filter);
  }

  @Override
  public void abort(Scope scope, String ref) {
    ingests.abort(ref);
  }
}
