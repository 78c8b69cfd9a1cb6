package io.felucca.proxy.host;

import io.felucca.api.Fault;
import io.felucca.api.container.Containers;
import io.felucca.api.content.ContentStore;
import io.felucca.api.image.Images;
import io.felucca.api.lease.Leases;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.namespace.Namespaces;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.Snapshotter;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The plugins as they are, without namespaces: what the host's services show in the place of the
 * daemon's namespaced world. Whoever calls keeps a world of its own, and the names that it gives to
 * snapshots and ingests are the plugins' own.
 *
 * <p>Nothing else of a daemon is here: images, containers, leases and namespaces are UNIMPLEMENTED.
 */
@Component(
    service = Metadata.class,
    configurationPid = "io.containerd.metadata.v1.bolt",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.containerd.metadata.v1",
    id = Metadata.ID,
    requires = {"io.containerd.content.v1", "io.containerd.snapshotter.v1"})
public final class RawWorld implements Metadata, Plugin {
  /** {@code [plugins."io.containerd.metadata.v1.bolt"]}. */
  public @interface Config {
    /**
     * The snapshotter of requests that name none of ours: a peer calls it as its own configuration
     * does. Empty for that of the command line, {@code overlayfs} where there is none.
     */
    String snapshotter() default "";
  }

  private final PluginRegistry plugins;
  private final String usual;
  private final RawContent content;

  @Activate
  public RawWorld(@Reference PluginRegistry plugins, Config config) {
    this(plugins, usual(config.snapshotter()));
  }

  RawWorld(PluginRegistry plugins, String usual) {
    this.plugins = plugins;
    this.usual = usual;
    this.content = new RawContent(plugins);
  }

  private static String usual(String configured) {
    return configured.isEmpty()
        ? System.getProperty("felucca.host.snapshotter", "overlayfs")
        : configured;
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("snapshotter", usual);
  }

  @Override
  public ContentStore content() {
    return content;
  }

  @Override
  public Snapshotter snapshotter(String name) {
    return new RawSnapshots(plugins, isKnown(name) ? name : usual);
  }

  private boolean isKnown(String name) {
    return plugins.ids(Snapshotter.KIND).contains(name)
        || plugins.plugins().stream().anyMatch(plugin -> isSnapshotter(plugin, name));
  }

  private static boolean isSnapshotter(PluginInfo plugin, String name) {
    return plugin.type().equals(Snapshotter.KIND.type()) && plugin.id().equals(name);
  }

  @Override
  public Images images() {
    throw notHere("images");
  }

  @Override
  public Containers containers() {
    throw notHere("containers");
  }

  @Override
  public Leases leases() {
    throw notHere("leases");
  }

  @Override
  public Namespaces namespaces() {
    throw notHere("namespaces");
  }

  private static Fault notHere(String what) {
    return Fault.unimplemented("a host of plugins has no %s", what);
  }
}
