package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.sandbox.StoreCreateRequest;
import io.felucca.wire.sandbox.StoreDeleteRequest;
import io.felucca.wire.sandbox.StoreGetRequest;
import io.felucca.wire.sandbox.StoreGrpc;
import io.felucca.wire.sandbox.StoreGrpc.StoreBlockingStub;
import io.felucca.wire.sandbox.StoreListRequest;
import io.felucca.wire.sandbox.StoreUpdateRequest;
import io.felucca.wire.types.Sandbox;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class SandboxesServiceTest {
  private static final Any SPEC =
      Any.newBuilder()
          .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
          .setValue(ByteString.copyFromUtf8("{}"))
          .build();

  @Rule public final Daemon daemon = new Daemon();
  private StoreBlockingStub store;

  @Before
  public void connect() {
    store = StoreGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void aRecordComesBackAsItWasMade() {
    Sandbox wanted =
        sandbox("s")
            .setSpec(SPEC)
            .putLabels("k", "v")
            .putExtensions("acme/ext", SPEC)
            .setSandboxer("shim")
            .build();
    Sandbox made =
        store.create(StoreCreateRequest.newBuilder().setSandbox(wanted).build()).getSandbox();
    assertEquals(wanted, made.toBuilder().clearCreatedAt().clearUpdatedAt().build());
    assertTrue(made.hasCreatedAt());
    assertEquals(made, get("s"));
  }

  @Test
  public void recordsAreListedByFilters() {
    create(sandbox("b").putLabels("k", "v"));
    create(sandbox("a"));
    assertEquals(List.of("a", "b"), ids());
    assertEquals(List.of("b"), ids("labels.k==v"));
    Faults.expect(Kind.INVALID_ARGUMENT, () -> ids("labels.k=="));
  }

  @Test
  public void anUpdateOfAFieldLeavesTheRest() {
    create(sandbox("s").setSpec(SPEC).putLabels("k", "v"));
    Sandbox.Builder given = sandbox("s").putLabels("k", "w").putLabels("l", "x");
    StoreUpdateRequest.Builder request = StoreUpdateRequest.newBuilder().setSandbox(given);
    Sandbox updated = store.update(request.addFields("labels.k").build()).getSandbox();
    assertEquals("w", updated.getLabelsOrThrow("k"));
    assertEquals(1, updated.getLabelsCount());
    assertEquals(SPEC, updated.getSpec());
    assertEquals(updated, get("s"));
  }

  @Test
  public void aDeletedRecordIsNotFound() {
    create(sandbox("s"));
    store.delete(StoreDeleteRequest.newBuilder().setSandboxId("s").build());
    Faults.expect(Kind.NOT_FOUND, () -> get("s"));
    Faults.expect(
        Kind.NOT_FOUND,
        () -> store.delete(StoreDeleteRequest.newBuilder().setSandboxId("s").build()));
  }

  private Sandbox get(String id) {
    return store.get(StoreGetRequest.newBuilder().setSandboxId(id).build()).getSandbox();
  }

  private void create(Sandbox.Builder sandbox) {
    store.create(StoreCreateRequest.newBuilder().setSandbox(sandbox).build());
  }

  private List<String> ids(String... filters) {
    return store
        .list(StoreListRequest.newBuilder().addAllFilters(List.of(filters)).build())
        .getListList()
        .stream()
        .map(Sandbox::getSandboxId)
        .toList();
  }

  private static Sandbox.Builder sandbox(String id) {
    return Sandbox.newBuilder()
        .setSandboxId(id)
        .setRuntime(Sandbox.Runtime.newBuilder().setName("io.containerd.runc.v2"));
  }
}
