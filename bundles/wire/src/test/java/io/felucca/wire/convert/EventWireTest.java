package io.felucca.wire.convert;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.felucca.api.Digest;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import io.felucca.api.event.Payload;
import io.felucca.api.event.TypedPayload;
import io.felucca.wire.payload.TaskExit;
import io.felucca.wire.types.Envelope;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class EventWireTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.6Z");
  private static final Map<String, String> LABELS = Map.of("k", "v");
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  private static final Map<Payload, String> PAYLOADS = new LinkedHashMap<>();

  static {
    String events = "containerd.events.";
    PAYLOADS.put(new Events.NamespaceCreate("n", LABELS), events + "NamespaceCreate");
    PAYLOADS.put(new Events.NamespaceUpdate("n", LABELS), events + "NamespaceUpdate");
    PAYLOADS.put(new Events.NamespaceDelete("n"), events + "NamespaceDelete");
    String images = "containerd.services.images.v1.";
    PAYLOADS.put(new Events.ImageCreate("n", LABELS), images + "ImageCreate");
    PAYLOADS.put(new Events.ImageUpdate("n", LABELS), images + "ImageUpdate");
    PAYLOADS.put(new Events.ImageDelete("n"), images + "ImageDelete");
    TypedValue options = new TypedValue("containerd.runc.v1.Options", new byte[0]);
    PAYLOADS.put(new Events.ContainerCreate("c", "i", "rt", options), events + "ContainerCreate");
    PAYLOADS.put(new Events.ContainerUpdate("c", "i", LABELS, "key"), events + "ContainerUpdate");
    PAYLOADS.put(new Events.ContainerDelete("c"), events + "ContainerDelete");
    PAYLOADS.put(new Events.ContentCreate(DIGEST, 9, "mt"), events + "ContentCreate");
    PAYLOADS.put(new Events.ContentDelete(DIGEST), events + "ContentDelete");
    PAYLOADS.put(new Events.SnapshotPrepare("k", "p", "native"), events + "SnapshotPrepare");
    PAYLOADS.put(new Events.SnapshotCommit("k", "n", "native"), events + "SnapshotCommit");
    PAYLOADS.put(new Events.SnapshotRemove("k", "native"), events + "SnapshotRemove");
    PAYLOADS.put(
        new Events.TaskCreate(
            "c",
            "/bundle",
            List.of(Mount.of("bind", "/a", List.of("ro"))),
            new Events.TaskCreate.Io("/in", "/out", "", true),
            "cp",
            7),
        events + "TaskCreate");
    PAYLOADS.put(new Events.TaskStart("c", 7), events + "TaskStart");
    PAYLOADS.put(new Events.TaskDelete("c", 7, 137, NOW, "e"), events + "TaskDelete");
    PAYLOADS.put(new Events.TaskExit("c", "e", 7, 137, NOW), events + "TaskExit");
    PAYLOADS.put(new Events.TaskOom("c"), events + "TaskOOM");
    PAYLOADS.put(new Events.TaskExecAdded("c", "e"), events + "TaskExecAdded");
    PAYLOADS.put(new Events.TaskExecStarted("c", "e", 8), events + "TaskExecStarted");
    PAYLOADS.put(new Events.TaskPaused("c"), events + "TaskPaused");
    PAYLOADS.put(new Events.TaskResumed("c"), events + "TaskResumed");
    PAYLOADS.put(new Events.TaskCheckpointed("c", "cp"), events + "TaskCheckpointed");
    PAYLOADS.put(new Events.SandboxCreate("s"), events + "SandboxCreate");
    PAYLOADS.put(new Events.SandboxStart("s"), events + "SandboxStart");
    PAYLOADS.put(new Events.SandboxExit("s", 137, NOW), events + "SandboxExit");
    PAYLOADS.put(
        new Events.PluginChange("t", "i", "ok", ""), "felucca.services.plugins.v1.PluginChange");
  }

  @Test
  public void everyPayloadComesBackAsItWentUnderItsName() {
    PAYLOADS.forEach(
        (payload, name) -> {
          Any any = EventWire.payloadToWire(payload);
          assertEquals(name, any.getTypeUrl());
          assertEquals(payload, EventWire.payloadFromWire(any));
        });
  }

  @Test
  public void noPayloadOfTheApiIsLeftOut() {
    Set<Class<?>> tested =
        PAYLOADS.keySet().stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(Set.copyOf(Arrays.asList(Events.class.getDeclaredClasses())), tested);
  }

  @Test
  public void envelopesComeBackAsTheyWent() {
    Event event = new Event(NOW, "ns", "/tasks/start", new Events.TaskStart("c", 7));
    assertEquals(event, EventWire.fromWire(EventWire.toWire(event)));
  }

  @Test
  public void anEnvelopeWithoutTimeHasNone() {
    assertNull(EventWire.fromWire(Envelope.getDefaultInstance()).timestamp());
  }

  @Test
  public void payloadsOfUnknownTypeAreCarriedByteForByte() {
    Any foreign =
        Any.newBuilder().setTypeUrl("acme.Event").setValue(ByteString.copyFromUtf8("?")).build();
    Payload payload = EventWire.payloadFromWire(foreign);
    assertTrue(payload instanceof TypedPayload);
    assertEquals(foreign, EventWire.payloadToWire(payload));
    assertTrue(payload.field(List.of("id")).isEmpty());
  }

  @Test
  public void payloadsWithFieldsUnknownHereKeepThemAndStillAnswerFilters() {
    ByteString newer =
        TaskExit.newBuilder()
            .setContainerId("c")
            .build()
            .toByteString()
            .concat(ByteString.copyFrom(new byte[] {(byte) 0xa0, 6, 1})); // field 100 = 1
    Any any = Any.newBuilder().setTypeUrl("containerd.events.TaskExit").setValue(newer).build();
    Payload payload = EventWire.payloadFromWire(any);
    assertEquals(any, EventWire.payloadToWire(payload));
    assertEquals("c", payload.field(List.of("container_id")).orElseThrow());
  }

  @Test
  public void malformedPayloadsOfAKnownTypeAreCarried() {
    Any broken =
        Any.newBuilder()
            .setTypeUrl("containerd.events.TaskExit")
            .setValue(ByteString.copyFrom(new byte[] {-1}))
            .build();
    assertEquals(broken, EventWire.payloadToWire(EventWire.payloadFromWire(broken)));
  }
}
