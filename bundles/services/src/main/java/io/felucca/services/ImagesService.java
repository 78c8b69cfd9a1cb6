package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.image.Image;
import io.felucca.api.image.Images;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.ImageWire;
import io.felucca.wire.convert.Masks;
import io.felucca.wire.convert.Times;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.CreateImageResponse;
import io.felucca.wire.images.DeleteImageRequest;
import io.felucca.wire.images.GetImageRequest;
import io.felucca.wire.images.GetImageResponse;
import io.felucca.wire.images.ImagesGrpc;
import io.felucca.wire.images.ListImagesRequest;
import io.felucca.wire.images.ListImagesResponse;
import io.felucca.wire.images.UpdateImageRequest;
import io.felucca.wire.images.UpdateImageResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.images.v1.Images}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.images",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.images.v1.Images")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "images",
    requires = {"io.containerd.metadata.v1", "io.containerd.gc.v1"})
public final class ImagesService extends ImagesGrpc.ImagesImplBase {
  private final Seat<Metadata> metadata;
  private final Seat<GcScheduler> collector;

  @Activate
  public ImagesService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
    this.collector = new Seat<>(plugins, GcScheduler.KIND, GcScheduler.ID);
  }

  @Override
  public void get(GetImageRequest request, StreamObserver<GetImageResponse> to) {
    Scope scope = Scopes.namespaced();
    Image image = ask(scope, all -> all.get(scope, request.getName()));
    Replies.one(to, GetImageResponse.newBuilder().setImage(ImageWire.toWire(image)).build());
  }

  @Override
  public void list(ListImagesRequest request, StreamObserver<ListImagesResponse> to) {
    ListImagesResponse.Builder all = ListImagesResponse.newBuilder();
    Scope scope = Scopes.namespaced();
    Filter filter = Filter.parse(request.getFiltersList());
    ask(scope, some -> some.list(scope, filter))
        .forEach(image -> all.addImages(ImageWire.toWire(image)));
    Replies.one(to, all.build());
  }

  @Override
  public void create(CreateImageRequest request, StreamObserver<CreateImageResponse> to) {
    Instant at = Times.fromWire(request.hasSourceDateEpoch(), request.getSourceDateEpoch());
    Scope scope = Scopes.namespaced();
    Image wanted = named(request.getImage());
    Image made = ask(scope, all -> all.create(scope, wanted, at));
    Replies.one(to, CreateImageResponse.newBuilder().setImage(ImageWire.toWire(made)).build());
  }

  @Override
  public void update(UpdateImageRequest request, StreamObserver<UpdateImageResponse> to) {
    Instant at = Times.fromWire(request.hasSourceDateEpoch(), request.getSourceDateEpoch());
    Scope scope = Scopes.namespaced();
    Image updated =
        ask(
            scope,
            all ->
                all.update(
                    scope, named(request.getImage()), Masks.fromWire(request.getUpdateMask()), at));
    Replies.one(to, UpdateImageResponse.newBuilder().setImage(ImageWire.toWire(updated)).build());
  }

  @Override
  public void delete(DeleteImageRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    Descriptor target = request.hasTarget() ? DescriptorWire.fromWire(request.getTarget()) : null;
    metadata.run(scope, now -> now.images().delete(scope, request.getName(), target));
    if (request.getSync()) {
      collector.call(scope, now -> now.scheduleAndWait(scope));
    }
    Replies.nothing(to);
  }

  private <R> R ask(Scope scope, Function<Images, R> question) {
    return metadata.call(scope, now -> question.apply(now.images()));
  }

  private static Image named(io.felucca.wire.images.Image image) {
    if (image.getName().isEmpty()) {
      throw Fault.invalid("Image.Name required");
    }
    return ImageWire.fromWire(image);
  }
}
