package io.felucca.proxy.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.DeleteContentRequest;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.content.UpdateRequest;
import io.felucca.wire.convert.ContentWire;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.proxy.Effort;
import io.felucca.wire.proxy.Facts;
import io.felucca.wire.proxy.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** A content store in another process, which serves {@code containerd.services.content.v1}. */
@PluginSpec(type = "io.containerd.content.v1", id = "*")
@Component(
    service = ContentStore.class,
    configurationPid = "io.containerd.content.v1.proxy",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ProxyContentStore implements ContentStore {
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

    /**
     * How long a call may take, and each step of a blob that is read or written; empty for what is
     * usual for each.
     */
    String timeout() default "";
  }

  private final Proxy proxy;
  private final Map<String, String> exports;
  private final List<String> capabilities;

  @Activate
  public ProxyContentStore(Config config) {
    this(
        new Proxy(config.plugin_id(), config.address(), config.timeout()),
        Facts.of(config.address(), config.platform(), config.exports()),
        List.of(config.capabilities()));
  }

  ProxyContentStore(Proxy proxy, Map<String, String> exports, List<String> capabilities) {
    this.proxy = proxy;
    this.exports = exports;
    this.capabilities = capabilities;
  }

  @Override
  public ContentInfo info(Scope scope, Digest digest) {
    InfoRequest request = InfoRequest.newBuilder().setDigest(digest.toString()).build();
    return Known.info(
        proxy.call(scope, Effort.LOOK, ContentGrpc.getInfoMethod(), request).getInfo());
  }

  @Override
  public ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths) {
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setInfo(ContentWire.toWire(info))
            .setUpdateMask(Masks.toWire(paths))
            .build();
    return Known.info(
        proxy.call(scope, Effort.LOOK, ContentGrpc.getUpdateMethod(), request).getInfo());
  }

  /** A filter is applied here: what it was made of is not known. */
  @Override
  public void list(Scope scope, Filter filter, Consumer<ContentInfo> to) {
    ListContentRequest all = ListContentRequest.getDefaultInstance();
    proxy.collect(scope, Effort.WORK, ContentGrpc.getListMethod(), all).stream()
        .flatMap(block -> block.getInfoList().stream())
        .map(Known::info)
        .filter(filter)
        .sorted(Comparator.comparing(ContentInfo::digest))
        .forEach(to);
  }

  @Override
  public void delete(Scope scope, Digest digest) {
    DeleteContentRequest request =
        DeleteContentRequest.newBuilder().setDigest(digest.toString()).build();
    proxy.call(scope, Effort.WORK, ContentGrpc.getDeleteMethod(), request);
  }

  @Override
  public ContentReader reader(Scope scope, Descriptor descriptor) {
    return ProxyReader.open(proxy, scope, info(scope, descriptor.digest()));
  }

  @Override
  public ContentWriter writer(Scope scope, String ref, Descriptor expected) {
    return ProxyWriter.open(proxy, scope, ref, expected, () -> status(scope, ref).total());
  }

  @Override
  public IngestStatus status(Scope scope, String ref) {
    StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
    return Known.status(
        proxy.call(scope, Effort.LOOK, ContentGrpc.getStatusMethod(), request).getStatus());
  }

  @Override
  public List<IngestStatus> statuses(Scope scope, Filter filter) {
    ListStatusesRequest all = ListStatusesRequest.getDefaultInstance();
    return proxy
        .call(scope, Effort.WORK, ContentGrpc.getListStatusesMethod(), all)
        .getStatusesList()
        .stream()
        .map(Known::status)
        .filter(filter)
        .sorted(Comparator.comparing(IngestStatus::ref))
        .toList();
  }

  @Override
  public void abort(Scope scope, String ref) {
    AbortRequest request = AbortRequest.newBuilder().setRef(ref).build();
    proxy.call(scope, Effort.WORK, ContentGrpc.getAbortMethod(), request);
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
