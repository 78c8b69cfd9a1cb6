package io.felucca.metadata;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.Sandboxes;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The sandboxes of the metadata as a plugin of its own, which can be disabled by itself. */
@Component(
    service = Sandboxes.class,
    configurationPid = "io.containerd.sandbox.store.v1.local",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.containerd.sandbox.store.v1",
    id = Sandboxes.ID,
    requires = "io.containerd.metadata.v1")
public final class SandboxStore implements Sandboxes, Plugin {
  private final Seat<Metadata> metadata;

  @Activate
  public SandboxStore(@Reference PluginRegistry registry) {
    this.metadata = new Seat<>(registry, Metadata.KIND, Metadata.ID);
  }

  @Override
  public Sandbox get(Scope scope, String id) {
    return ask(scope, all -> all.get(scope, id));
  }

  @Override
  public List<Sandbox> list(Scope scope, Filter filter) {
    return ask(scope, all -> all.list(scope, filter));
  }

  @Override
  public Sandbox create(Scope scope, Sandbox sandbox) {
    return ask(scope, all -> all.create(scope, sandbox));
  }

  @Override
  public Sandbox update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    return ask(scope, all -> all.update(scope, sandbox, paths));
  }

  @Override
  public void delete(Scope scope, String id) {
    metadata.run(scope, now -> now.sandboxes().delete(scope, id));
  }

  private <R> R ask(Scope scope, Function<Sandboxes, R> question) {
    return metadata.call(scope, now -> question.apply(now.sandboxes()));
  }
}
