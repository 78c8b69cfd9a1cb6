package io.felucca.services;

import static org.junit.Assert.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.containers.Container;
import io.felucca.wire.containers.ContainersGrpc;
import io.felucca.wire.containers.ContainersGrpc.ContainersBlockingStub;
import io.felucca.wire.containers.CreateContainerRequest;
import io.felucca.wire.containers.DeleteContainerRequest;
import io.felucca.wire.containers.GetContainerRequest;
import io.felucca.wire.containers.ListContainersRequest;
import io.felucca.wire.containers.UpdateContainerRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class ContainersServiceTest {
  private static final Any SPEC =
      Any.newBuilder()
          .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
          .setValue(ByteString.copyFromUtf8("{}"))
          .build();

  @Rule public final Daemon daemon = new Daemon();
  private ContainersBlockingStub containers;

  @Before
  public void connect() {
    containers = ContainersGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void aContainerComesBackAsItWasMade() {
    Container wanted =
        container("a")
            .setImage("img")
            .putLabels("k", "v")
            .putExtensions("acme/ext", SPEC)
            .setSandbox("pod")
            .build();
    Container made =
        containers
            .create(CreateContainerRequest.newBuilder().setContainer(wanted).build())
            .getContainer();
    assertEquals(wanted, made.toBuilder().clearCreatedAt().clearUpdatedAt().build());
    assertEquals(made, get("a"));
  }

  @Test
  public void listAndListStreamTellTheSame() {
    create("b");
    create("a");
    List<String> streamed = new ArrayList<>();
    containers
        .listStream(ListContainersRequest.getDefaultInstance())
        .forEachRemaining(message -> streamed.add(message.getContainer().getId()));
    assertEquals(List.of("a", "b"), streamed);
    assertEquals(streamed, ids());
    assertEquals(List.of("b"), ids("id==b"));
  }

  @Test
  public void runtimeAndSpecAreRequired() {
    Faults.expect(Kind.INVALID_ARGUMENT, () -> create(container("a").clearSpec()));
    Faults.expect(Kind.INVALID_ARGUMENT, () -> create(container("a").clearRuntime()));
  }

  @Test
  public void aMaskedUpdateLeavesTheRest() {
    create(container("a").setImage("old").putLabels("k", "v"));
    update(container("a").setImage("new"), "image");
    assertEquals("new", get("a").getImage());
    assertEquals("v", get("a").getLabelsOrThrow("k"));
  }

  @Test
  public void theRuntimeNeverChanges() {
    create("a");
    Container.Builder other =
        container("a").setRuntime(Container.Runtime.newBuilder().setName("other"));
    Faults.expect(Kind.INVALID_ARGUMENT, () -> update(other));
    Faults.expect(Kind.INVALID_ARGUMENT, () -> update(other, "runtime"));
  }

  @Test
  public void anUpdateNeedsAnId() {
    assertEquals(
        "Container.ID required", Faults.expect(Kind.INVALID_ARGUMENT, () -> update(container(""))));
  }

  @Test
  public void aDeletedContainerIsNotFound() {
    create("a");
    containers.delete(DeleteContainerRequest.newBuilder().setId("a").build());
    Faults.expect(Kind.NOT_FOUND, () -> get("a"));
  }

  private void create(String id) {
    create(container(id));
  }

  private void create(Container.Builder container) {
    containers.create(CreateContainerRequest.newBuilder().setContainer(container).build());
  }

  private Container get(String id) {
    return containers.get(GetContainerRequest.newBuilder().setId(id).build()).getContainer();
  }

  private void update(Container.Builder container, String... paths) {
    FieldMask mask = FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
    containers.update(
        UpdateContainerRequest.newBuilder().setContainer(container).setUpdateMask(mask).build());
  }

  private List<String> ids(String... filters) {
    return containers
        .list(ListContainersRequest.newBuilder().addAllFilters(List.of(filters)).build())
        .getContainersList()
        .stream()
        .map(Container::getId)
        .toList();
  }

  private static Container.Builder container(String id) {
    return Container.newBuilder()
        .setId(id)
        .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.runc.v2"))
        .setSpec(SPEC);
  }
}
