package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.content.AbortRequest;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.DeleteContentRequest;
import io.felucca.wire.content.Info;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.InfoResponse;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ListContentResponse;
import io.felucca.wire.content.ListStatusesRequest;
import io.felucca.wire.content.ListStatusesResponse;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.content.StatusResponse;
import io.felucca.wire.content.UpdateRequest;
import io.felucca.wire.content.UpdateResponse;
import io.felucca.wire.content.WriteContentRequest;
import io.felucca.wire.content.WriteContentResponse;
import io.felucca.wire.convert.ContentWire;
import io.felucca.wire.convert.Masks;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code containerd.services.content.v1.Content}; its streams are in {@link ContentReading} and
 * {@link ContentWriting}. Whether a call needs a namespace is for the world that it works on to
 * say.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.content",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.content.v1.Content")
@PluginSpec(type = "io.containerd.grpc.v1", id = "content", requires = "io.containerd.metadata.v1")
public final class ContentService extends ContentGrpc.ContentImplBase {
  private final Seat<Metadata> metadata;

  @Activate
  public ContentService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
  }

  @Override
  public void info(InfoRequest request, StreamObserver<InfoResponse> to) {
    Scope scope = Scopes.current();
    Digest digest = Digest.parse(request.getDigest());
    ContentInfo info = ask(scope, all -> all.info(scope, digest));
    Replies.one(to, InfoResponse.newBuilder().setInfo(ContentWire.toWire(info)).build());
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> to) {
    Scope scope = Scopes.current();
    ContentInfo updated =
        ask(
            scope,
            all ->
                all.update(
                    scope,
                    ContentWire.fromWire(request.getInfo()),
                    Masks.fromWire(request.getUpdateMask())));
    Replies.one(to, UpdateResponse.newBuilder().setInfo(ContentWire.toWire(updated)).build());
  }

  @Override
  public void list(ListContentRequest request, StreamObserver<ListContentResponse> to) {
    Blocks<Info> blocks =
        new Blocks<>(
            block -> to.onNext(ListContentResponse.newBuilder().addAllInfo(block).build()));
    Scope scope = Scopes.current();
    Filter filter = Filter.parse(request.getFiltersList());
    tell(scope, all -> all.list(scope, filter, info -> blocks.accept(ContentWire.toWire(info))));
    blocks.flush();
    to.onCompleted();
  }

  @Override
  public void delete(DeleteContentRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    Digest digest = Digest.parse(request.getDigest());
    tell(scope, all -> all.delete(scope, digest));
    Replies.nothing(to);
  }

  @Override
  public void read(ReadContentRequest request, StreamObserver<ReadContentResponse> to) {
    Descriptor blob = Descriptor.of("", Digest.parse(request.getDigest()), 0);
    Held<Metadata> held = metadata.hold(Scopes.current());
    try {
      new ContentReading(
              held.get().content().reader(Scopes.current(), blob),
              held,
              (ServerCallStreamObserver<ReadContentResponse>) to)
          .start(request.getOffset(), request.getSize());
    } catch (RuntimeException | Error e) {
      held.close();
      throw e;
    }
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> to) {
    Scope scope = Scopes.current();
    IngestStatus status = ask(scope, all -> all.status(scope, request.getRef()));
    Replies.one(to, StatusResponse.newBuilder().setStatus(ContentWire.toWire(status)).build());
  }

  @Override
  public void listStatuses(ListStatusesRequest request, StreamObserver<ListStatusesResponse> to) {
    ListStatusesResponse.Builder all = ListStatusesResponse.newBuilder();
    Scope scope = Scopes.current();
    Filter filter = Filter.parse(request.getFiltersList());
    ask(scope, some -> some.statuses(scope, filter))
        .forEach(status -> all.addStatuses(ContentWire.toWire(status)));
    Replies.one(to, all.build());
  }

  @Override
  public StreamObserver<WriteContentRequest> write(StreamObserver<WriteContentResponse> to) {
    return new ContentWriting(metadata, Scopes.current(), to);
  }

  @Override
  public void abort(AbortRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.current();
    tell(scope, all -> all.abort(scope, request.getRef()));
    Replies.nothing(to);
  }

  private <R> R ask(Scope scope, Function<ContentStore, R> question) {
    return metadata.call(scope, now -> question.apply(now.content()));
  }

  private void tell(Scope scope, Consumer<ContentStore> order) {
    metadata.run(scope, now -> order.accept(now.content()));
  }
}
