package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.container.Container;
import io.felucca.api.container.Containers;
import io.felucca.api.filter.Filter;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.Seat;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.CreateContainerResponse;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.containers.GetContainerRequest;
import io.felucca.wire.containers.GetContainerResponse;
import io.felucca.wire.containers.ListContainerMessage;
import io.felucca.wire.containers.ListContainersRequest;
import io.felucca.wire.containers.ListContainersResponse;
import io.felucca.wire.containers.UpdateContainerRequest;
import io.felucca.wire.containers.UpdateContainerResponse;
import io.felucca.wire.convert.ContainerWire;
import io.felucca.wire.convert.Masks;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code containerd.services.containers.v1.Containers}. */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.containers",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.containers.v1.Containers")
@PluginSpec(
    type = "io.containerd.grpc.v1",
    id = "containers",
    requires = "io.containerd.metadata.v1")
public final class ContainersService extends ContainersGrpc.ContainersImplBase {
  private final Seat<Metadata> metadata;

  @Activate
  public ContainersService(@Reference PluginRegistry plugins) {
    this.metadata = new Seat<>(plugins, Metadata.KIND, Metadata.ID);
  }

  @Override
  public void get(GetContainerRequest request, StreamObserver<GetContainerResponse> to) {
    Scope scope = Scopes.namespaced();
    Container found = ask(scope, all -> all.get(scope, request.getId()));
    Replies.one(
        to, GetContainerResponse.newBuilder().setContainer(ContainerWire.toWire(found)).build());
  }

  @Override
  public void list(ListContainersRequest request, StreamObserver<ListContainersResponse> to) {
    ListContainersResponse.Builder all = ListContainersResponse.newBuilder();
    tell(request.getFiltersList(), all::addContainers);
    Replies.one(to, all.build());
  }

  @Override
  public void listStream(ListContainersRequest request, StreamObserver<ListContainerMessage> to) {
    tell(
        request.getFiltersList(),
        container -> to.onNext(ListContainerMessage.newBuilder().setContainer(container).build()));
    to.onCompleted();
  }

  @Override
  public void create(CreateContainerRequest request, StreamObserver<CreateContainerResponse> to) {
    Container wanted = ContainerWire.fromWire(request.getContainer());
    Scope scope = Scopes.namespaced();
    Container made = ask(scope, all -> all.create(scope, wanted));
    Replies.one(
        to, CreateContainerResponse.newBuilder().setContainer(ContainerWire.toWire(made)).build());
  }

  @Override
  public void update(UpdateContainerRequest request, StreamObserver<UpdateContainerResponse> to) {
    if (request.getContainer().getId().isEmpty()) {
      throw Fault.invalid("Container.ID required");
    }
    Scope scope = Scopes.namespaced();
    Container updated =
        ask(
            scope,
            all ->
                all.update(
                    scope,
                    ContainerWire.fromWire(request.getContainer()),
                    Masks.fromWire(request.getUpdateMask())));
    Replies.one(
        to,
        UpdateContainerResponse.newBuilder().setContainer(ContainerWire.toWire(updated)).build());
  }

  @Override
  public void delete(DeleteContainerRequest request, StreamObserver<Empty> to) {
    Scope scope = Scopes.namespaced();
    metadata.run(scope, now -> now.containers().delete(scope, request.getId()));
    Replies.nothing(to);
  }

  private void tell(List<String> filters, Consumer<io.felucca.wire.containers.Container> each) {
    Scope scope = Scopes.namespaced();
    Filter filter = Filter.parse(filters);
    metadata.run(
        scope,
        now ->
            now.containers()
                .list(scope, filter, found -> each.accept(ContainerWire.toWire(found))));
  }

  private <R> R ask(Scope scope, Function<Containers, R> question) {
    return metadata.call(scope, now -> question.apply(now.containers()));
  }
}
