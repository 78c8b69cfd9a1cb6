package io.felucca.proxy.differ;

import io.felucca.api.Descriptor;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Facts;
import io.felucca.wire.proxy.Proxy;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * A differ in another process, which serves {@code containerd.services.diff.v1}. It has to have the
 * content that it is asked to apply, and the mounts of a layer must mean the same to it.
 */
@PluginSpec(type = "io.containerd.differ.v1", id = "*")
@Component(
    service = Differ.class,
    configurationPid = "io.containerd.differ.v1.proxy",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ProxyDiffer implements Differ {
  /** The keys of {@code [proxy_plugins.X]}. */
  public @interface Config {
    String plugin_id() default "";

    /** Where its process listens. */
    String address() default "";

    /** Shown among the exports. */
    String platform() default "";

    /** What it can do. */
    String[] capabilities() default {};

    /** Facts to show. */
    String exports() default "{}";

    /** How long a call may take; empty for an hour, which is for the largest layers. */
    String timeout() default "";
  }

  private final Proxy proxy;
  private final Map<String, String> exports;
  private final List<String> capabilities;

  @Activate
  public ProxyDiffer(Config config) {
    this(
        new Proxy(config.plugin_id(), config.address(), config.timeout()),
        Facts.of(config.address(), config.platform(), config.exports()),
        List.of(config.capabilities()));
  }

  ProxyDiffer(Proxy proxy, Map<String, String> exports, List<String> capabilities) {
    this.proxy = proxy;
    this.exports = exports;
    this.capabilities = capabilities;
  }

  @Override
  public Descriptor apply(Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options) {
    return DescriptorWire.fromWire(
        proxy
            .call(
                scope,
                Effort.BULK,
                DiffGrpc.getApplyMethod(),
                DiffWire.toWire(layer, mounts, options))
            .getApplied());
  }

  @Override
  public Descriptor compare(
      Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options) {
    return DescriptorWire.fromWire(
        proxy
            .call(
                scope,
                Effort.BULK,
                DiffGrpc.getDiffMethod(),
                DiffWire.toWire(lower, upper, options))
            .getDiff());
  }

  @Override
  public Map<String, String> exports() {
    return exports;
  }

  @Override
  public List<String> capabilities() {
    return capabilities;
  }

  @Override
  public String waitsFor() {
    return proxy.waitsFor();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
