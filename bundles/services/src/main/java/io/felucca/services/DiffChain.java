package io.felucca.services;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The differs in their configured order: each is asked until one does not answer that it cannot.
 */
@Component(
    service = Differ.class,
    configurationPid = "io.containerd.service.v1.diff-service",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.containerd.service.v1",
    id = "diff-service",
    requires = "io.containerd.differ.v1")
public final class DiffChain implements Differ {
  static final PluginKind<Differ> KIND = new PluginKind<>("io.containerd.service.v1", Differ.class);
  static final String ID = "diff-service";

  /** {@code [plugins."io.containerd.service.v1.diff-service"]}. */
  public @interface Config {
    /** IDs of differs, in the order in which they are asked. */
    String[] default$() default {"walking"};

    /** Whether layers are written through to the disk, whatever the client asks. */
    boolean sync_fs() default false;
  }

  private final PluginRegistry plugins;
  private final List<String> order;
  private final boolean syncFs;

  @Activate
  public DiffChain(@Reference PluginRegistry plugins, Config config) {
    this(plugins, List.of(config.default$()), config.sync_fs());
  }

  DiffChain(PluginRegistry plugins, List<String> order, boolean syncFs) {
    this.plugins = plugins;
    this.order = order;
    this.syncFs = syncFs;
  }

  @Override
  public Descriptor apply(Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options) {
    ApplyOptions asked = new ApplyOptions(options.payloads(), syncFs || options.syncFs());
    return first(scope, differ -> differ.apply(scope, layer, mounts, asked));
  }

  @Override
  public Descriptor compare(
      Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options) {
    return first(scope, differ -> differ.compare(scope, lower, upper, options));
  }

  private Descriptor first(Scope scope, Function<Differ, Descriptor> call) {
    Fault cannot = Fault.unimplemented("no differ is configured");
    for (String id : order) {
      try {
        return plugins.call(scope, Differ.KIND, id, call);
      } catch (Fault fault) {
        if (fault.kind() != Kind.UNIMPLEMENTED) {
          throw fault;
        }
        cannot = fault;
      }
    }
    throw cannot;
  }
}
