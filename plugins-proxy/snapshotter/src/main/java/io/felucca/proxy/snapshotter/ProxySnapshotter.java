package io.felucca.proxy.snapshotter;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.api.snapshot.Usage;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.convert.SnapshotWire;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Facts;
import io.felucca.wire.proxy.Proxy;
import io.felucca.wire.snapshots.CleanupRequest;
import io.felucca.wire.snapshots.CommitSnapshotRequest;
import io.felucca.wire.snapshots.Info;
import io.felucca.wire.snapshots.ListSnapshotsRequest;
import io.felucca.wire.snapshots.ListSnapshotsResponse;
import io.felucca.wire.snapshots.MountsRequest;
import io.felucca.wire.snapshots.PrepareSnapshotRequest;
import io.felucca.wire.snapshots.RemoveSnapshotRequest;
import io.felucca.wire.snapshots.SnapshotsGrpc;
import io.felucca.wire.snapshots.StatSnapshotRequest;
import io.felucca.wire.snapshots.UpdateSnapshotRequest;
import io.felucca.wire.snapshots.UsageRequest;
import io.felucca.wire.snapshots.ViewSnapshotRequest;
import io.grpc.MethodDescriptor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * A snapshotter in another process, which serves {@code containerd.services.snapshots.v1}.
 *
 * <p>What it answers is what it means: an ALREADY_EXISTS of a prepare with the label {@code
 * containerd.io/snapshot.ref} says that it has the layer, and nothing is to be unpacked.
 */
@PluginSpec(type = "io.containerd.snapshotter.v1", id = "*")
@Component(
    service = Snapshotter.class,
    configurationPid = "io.containerd.snapshotter.v1.proxy",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ProxySnapshotter implements Snapshotter {
  /** The keys of {@code [proxy_plugins.X]}. */
  public @interface Config {
    /** The name of the plugin, which goes along in each request. */
    String plugin_id() default "";

    /** Where its process listens. */
    String address() default "";

    /** The platform that its snapshots are for; empty for this one. */
    String platform() default "";

    /** What it can do, such as {@code rebase}. */
    String[] capabilities() default {};

    /** Facts to show. */
    String exports() default "{}";

    /** How long a call may take; empty for what is usual for each. */
    String timeout() default "";
  }

  private final String id;
  private final Proxy proxy;
  private final Map<String, String> exports;
  private final List<String> capabilities;

  @Activate
  public ProxySnapshotter(Config config) {
    this(
        config.plugin_id(),
        new Proxy(config.plugin_id(), config.address(), config.timeout()),
        Facts.of(config.address(), config.platform(), config.exports()),
        List.of(config.capabilities()));
  }

  ProxySnapshotter(String id, Proxy proxy, Map<String, String> exports, List<String> capabilities) {
    this.id = id;
    this.proxy = proxy;
    this.exports = exports;
    this.capabilities = capabilities;
  }

  @Override
  public SnapshotInfo stat(Scope scope, String key) {
    StatSnapshotRequest request =
        StatSnapshotRequest.newBuilder().setSnapshotter(id).setKey(key).build();
    return info(look(scope, SnapshotsGrpc.getStatMethod(), request).getInfo());
  }

  @Override
  public SnapshotInfo update(Scope scope, SnapshotInfo info, FieldPaths paths) {
    UpdateSnapshotRequest request =
        UpdateSnapshotRequest.newBuilder()
            .setSnapshotter(id)
            .setInfo(SnapshotWire.toWire(info))
            .setUpdateMask(Masks.toWire(paths))
            .build();
    return info(look(scope, SnapshotsGrpc.getUpdateMethod(), request).getInfo());
  }

  @Override
  public Usage usage(Scope scope, String key) {
    UsageRequest request = UsageRequest.newBuilder().setSnapshotter(id).setKey(key).build();
    return SnapshotWire.fromWire(work(scope, SnapshotsGrpc.getUsageMethod(), request));
  }

  @Override
  public List<Mount> mounts(Scope scope, String key) {
    MountsRequest request = MountsRequest.newBuilder().setSnapshotter(id).setKey(key).build();
    return MountWire.fromWire(
        look(scope, SnapshotsGrpc.getMountsMethod(), request).getMountsList());
  }

  @Override
  public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter(id)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return MountWire.fromWire(
        work(scope, SnapshotsGrpc.getPrepareMethod(), request).getMountsList());
  }

  @Override
  public List<Mount> view(Scope scope, String key, String parent, Map<String, String> labels) {
    ViewSnapshotRequest request =
        ViewSnapshotRequest.newBuilder()
            .setSnapshotter(id)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return MountWire.fromWire(work(scope, SnapshotsGrpc.getViewMethod(), request).getMountsList());
  }

  @Override
  public void commit(
      Scope scope, String name, String key, Map<String, String> labels, String parent) {
    CommitSnapshotRequest request =
        CommitSnapshotRequest.newBuilder()
            .setSnapshotter(id)
            .setName(name)
            .setKey(key)
            .putAllLabels(labels)
            .setParent(parent)
            .build();
    work(scope, SnapshotsGrpc.getCommitMethod(), request);
  }

  @Override
  public void remove(Scope scope, String key) {
    RemoveSnapshotRequest request =
        RemoveSnapshotRequest.newBuilder().setSnapshotter(id).setKey(key).build();
    work(scope, SnapshotsGrpc.getRemoveMethod(), request);
  }

  /** A filter is applied here: what it was made of is not known. */
  @Override
  public void list(Scope scope, Filter filter, Consumer<SnapshotInfo> to) {
    ListSnapshotsRequest request = ListSnapshotsRequest.newBuilder().setSnapshotter(id).build();
    List<ListSnapshotsResponse> blocks =
        proxy.collect(scope, Effort.WORK, SnapshotsGrpc.getListMethod(), request);
    blocks.stream()
        .flatMap(block -> block.getInfoList().stream())
        .map(ProxySnapshotter::info)
        .filter(filter)
        .sorted(Comparator.comparing(SnapshotInfo::name))
        .forEach(to);
  }

  @Override
  public void cleanup(Scope scope) {
    CleanupRequest request = CleanupRequest.newBuilder().setSnapshotter(id).build();
    work(scope, SnapshotsGrpc.getCleanupMethod(), request);
  }

  private <Q, R> R look(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    return proxy.call(scope, Effort.LOOK, method, request);
  }

  private <Q, R> R work(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    return proxy.call(scope, Effort.WORK, method, request);
  }

  /** Not every process tells times. */
  private static SnapshotInfo info(Info wire) {
    SnapshotInfo info = SnapshotWire.fromWire(wire);
    return new SnapshotInfo(
        kind(info),
        info.name(),
        info.parent(),
        info.labels(),
        Objects.requireNonNullElse(info.createdAt(), Instant.EPOCH),
        Objects.requireNonNullElse(info.updatedAt(), Instant.EPOCH));
  }

  private static SnapshotKind kind(SnapshotInfo info) {
    if (info.kind() == null) {
      throw Fault.of(Fault.Kind.DATA_LOSS, "snapshot %s comes without its kind", info.name());
    }
    return info.kind();
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
