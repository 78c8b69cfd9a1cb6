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
import io.felucca.api.plugin.PluginSpec;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

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
  private final Metadata metadata;

  @Activate
  public ContentService(@Reference(policyOption = ReferencePolicyOption.GREEDY) Metadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public void info(InfoRequest request, StreamObserver<InfoResponse> to) {
    ContentInfo info = content().info(Scopes.current(), Digest.parse(request.getDigest()));
    Replies.one(to, InfoResponse.newBuilder().setInfo(ContentWire.toWire(info)).build());
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> to) {
    ContentInfo updated =
        content()
            .update(
                Scopes.current(),
                ContentWire.fromWire(request.getInfo()),
                Masks.fromWire(request.getUpdateMask()));
    Replies.one(to, UpdateResponse.newBuilder().setInfo(ContentWire.toWire(updated)).build());
  }

  @Override
  public void list(ListContentRequest request, StreamObserver<ListContentResponse> to) {
    Blocks<Info> blocks =
        new Blocks<>(
            block -> to.onNext(ListContentResponse.newBuilder().addAllInfo(block).build()));
    content()
        .list(
            Scopes.current(),
            Filter.parse(request.getFiltersList()),
            info -> blocks.accept(ContentWire.toWire(info)));
    blocks.flush();
    to.onCompleted();
  }

  @Override
  public void delete(DeleteContentRequest request, StreamObserver<Empty> to) {
    content().delete(Scopes.current(), Digest.parse(request.getDigest()));
    Replies.nothing(to);
  }

  @Override
  public void read(ReadContentRequest request, StreamObserver<ReadContentResponse> to) {
    Descriptor blob = Descriptor.of("", Digest.parse(request.getDigest()), 0);
    new ContentReading(
            content().reader(Scopes.current(), blob),
            (ServerCallStreamObserver<ReadContentResponse>) to)
        .start(request.getOffset(), request.getSize());
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> to) {
    IngestStatus status = content().status(Scopes.current(), request.getRef());
    Replies.one(to, StatusResponse.newBuilder().setStatus(ContentWire.toWire(status)).build());
  }

  @Override
  public void listStatuses(ListStatusesRequest request, StreamObserver<ListStatusesResponse> to) {
    ListStatusesResponse.Builder all = ListStatusesResponse.newBuilder();
    content()
        .statuses(Scopes.current(), Filter.parse(request.getFiltersList()))
        .forEach(status -> all.addStatuses(ContentWire.toWire(status)));
    Replies.one(to, all.build());
  }

  @Override
  public StreamObserver<WriteContentRequest> write(StreamObserver<WriteContentResponse> to) {
    Scope scope = Scopes.current();
    return new ContentWriting(content(), scope, to);
  }

  @Override
  public void abort(AbortRequest request, StreamObserver<Empty> to) {
    content().abort(Scopes.current(), request.getRef());
    Replies.nothing(to);
  }

  private ContentStore content() {
    return metadata.content();
  }
}
