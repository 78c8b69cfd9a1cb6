package io.felucca.proxy.sandbox;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.wire.convert.SandboxStates;
import io.felucca.wire.convert.SandboxWire;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Facts;
import io.felucca.wire.proxy.Proxy;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerMetricsRequest;
import io.felucca.wire.sandbox.ControllerPlatformRequest;
import io.felucca.wire.sandbox.ControllerShutdownRequest;
import io.felucca.wire.sandbox.ControllerStartRequest;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStopRequest;
import io.felucca.wire.sandbox.ControllerWaitRequest;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * A sandbox controller in another process, which serves {@code
 * containerd.services.sandbox.v1.Controller}.
 */
@PluginSpec(type = "io.containerd.sandbox.controller.v1", id = "*")
@Component(
    service = SandboxController.class,
    configurationPid = "io.containerd.sandbox.controller.v1.proxy",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ProxySandboxController implements SandboxController {
  /** The keys of {@code [proxy_plugins.X]}. */
  public @interface Config {
    /** The name of the plugin, which goes along in each request. */
    String plugin_id() default "";

    /** Where its process listens. */
    String address() default "";

    /** Shown among the exports. */
    String platform() default "";

    /** What it can do. */
    String[] capabilities() default {};

    /** Facts to show. */
    String exports() default "{}";

    /** How long a call may take; empty for what is usual for each. */
    String timeout() default "";
  }

  private final String name;
  private final Proxy proxy;
  private final Map<String, String> exports;
  private final List<String> capabilities;

  @Activate
  public ProxySandboxController(Config config) {
    this(
        config.plugin_id(),
        new Proxy(config.plugin_id(), config.address(), config.timeout()),
        Facts.of(config.address(), config.platform(), config.exports()),
        List.of(config.capabilities()));
  }

  ProxySandboxController(
      String name, Proxy proxy, Map<String, String> exports, List<String> capabilities) {
    this.name = name;
    this.proxy = proxy;
    this.exports = exports;
    this.capabilities = capabilities;
  }

  @Override
  public void create(Scope scope, CreateSandbox request) {
    work(scope, ControllerGrpc.getCreateMethod(), SandboxWire.toWire(request, name));
  }

  @Override
  public SandboxStart start(Scope scope, String id) {
    ControllerStartRequest request =
        ControllerStartRequest.newBuilder().setSandboxId(id).setSandboxer(name).build();
    return SandboxStates.fromWire(work(scope, ControllerGrpc.getStartMethod(), request));
  }

  @Override
  public Platform platform(Scope scope, String id) {
    ControllerPlatformRequest request =
        ControllerPlatformRequest.newBuilder().setSandboxId(id).setSandboxer(name).build();
    return SandboxStates.fromWire(
        look(scope, ControllerGrpc.getPlatformMethod(), request).getPlatform());
  }

  @Override
  public void stop(Scope scope, String id, Duration patience) {
    ControllerStopRequest request =
        ControllerStopRequest.newBuilder()
            .setSandboxId(id)
            .setTimeoutSecs((int) Math.min(patience.toSeconds(), Integer.MAX_VALUE))
            .setSandboxer(name)
            .build();
    work(scope, ControllerGrpc.getStopMethod(), request);
  }

  @Override
  public CompletableFuture<SandboxExit> exit(Scope scope, String id) {
    ControllerWaitRequest request =
        ControllerWaitRequest.newBuilder().setSandboxId(id).setSandboxer(name).build();
    var answer = proxy.later(scope, ControllerGrpc.getWaitMethod(), request);
    CompletableFuture<SandboxExit> exit = answer.thenApply(SandboxStates::fromWire);
    exit.whenComplete((how, error) -> answer.cancel(false));
    return exit;
  }

  @Override
  public SandboxStatus status(Scope scope, String id, boolean verbose) {
    ControllerStatusRequest request =
        ControllerStatusRequest.newBuilder()
            .setSandboxId(id)
            .setVerbose(verbose)
            .setSandboxer(name)
            .build();
    return SandboxStates.fromWire(look(scope, ControllerGrpc.getStatusMethod(), request));
  }

  @Override
  public void shutdown(Scope scope, String id) {
    ControllerShutdownRequest request =
        ControllerShutdownRequest.newBuilder().setSandboxId(id).setSandboxer(name).build();
    work(scope, ControllerGrpc.getShutdownMethod(), request);
  }

  @Override
  public SandboxMetric metrics(Scope scope, String id) {
    ControllerMetricsRequest request =
        ControllerMetricsRequest.newBuilder().setSandboxId(id).setSandboxer(name).build();
    return SandboxStates.fromWire(
        look(scope, ControllerGrpc.getMetricsMethod(), request).getMetrics());
  }

  @Override
  public void update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    work(scope, ControllerGrpc.getUpdateMethod(), SandboxWire.toWire(sandbox, paths, name));
  }

  private <Q, R> R look(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    return proxy.call(scope, Effort.LOOK, method, request);
  }

  private <Q, R> R work(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    return proxy.call(scope, Effort.WORK, method, request);
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
