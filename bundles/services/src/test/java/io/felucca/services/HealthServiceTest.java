package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.google.protobuf.Empty;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthCheckResponse.ServingStatus;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.health.HealthGrpc.HealthBlockingStub;
import io.felucca.wire.health.HealthListRequest;
import io.felucca.wire.version.VersionGrpc;
import java.util.Iterator;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class HealthServiceTest {
  private static final HealthCheckRequest DAEMON = HealthCheckRequest.getDefaultInstance();

  @Rule public final Daemon daemon = new Daemon();
  private HealthBlockingStub health;

  @Before
  public void connectWithoutNamespace() {
    health = HealthGrpc.newBlockingStub(daemon.channel(Scope.daemon()));
  }

  @Test
  public void theDaemonServes() {
    assertEquals(ServingStatus.SERVING, health.check(DAEMON).getStatus());
    assertEquals(
        ServingStatus.SERVING,
        health.list(HealthListRequest.getDefaultInstance()).getStatusesOrThrow("").getStatus());
  }

  @Test
  public void everyPluginHasAHealthOfItsOwn() {
    HealthCheckRequest sick = HealthCheckRequest.newBuilder().setService("test.v1.toy").build();
    daemon.plugins().add("test.v1", "toy", PluginState.ERROR, "it broke", Map.of());
    assertEquals(ServingStatus.NOT_SERVING, health.check(sick).getStatus());
    Iterator<HealthCheckResponse> watch = health.watch(sick);
    assertEquals(ServingStatus.NOT_SERVING, watch.next().getStatus());
    daemon.plugins().add("test.v1", "toy", PluginState.OK, "", Map.of());
    assertEquals(ServingStatus.SERVING, watch.next().getStatus());
    assertEquals(
        ServingStatus.SERVING,
        health
            .list(HealthListRequest.getDefaultInstance())
            .getStatusesOrThrow("test.v1.toy")
            .getStatus());
  }

  @Test
  public void whatIsNoPluginHasNoHealth() {
    HealthCheckRequest request = HealthCheckRequest.newBuilder().setService("x").build();
    Faults.expect(Kind.NOT_FOUND, () -> health.check(request));
    assertEquals(ServingStatus.SERVICE_UNKNOWN, health.watch(request).next().getStatus());
  }

  @Test
  public void watchersHearWhenItStops() {
    Iterator<HealthCheckResponse> watch = health.watch(DAEMON);
    assertEquals(ServingStatus.SERVING, watch.next().getStatus());
    daemon.health().close();
    assertEquals(ServingStatus.NOT_SERVING, watch.next().getStatus());
    assertFalse(watch.hasNext());
  }

  @Test
  public void watchesGoOnWhileAnotherInstanceIsThere() throws Exception {
    HealthCheckRequest toy = HealthCheckRequest.newBuilder().setService("test.v1.toy").build();
    daemon.plugins().add("test.v1", "toy", PluginState.OK, "", Map.of());
    Iterator<HealthCheckResponse> ofDaemon = health.watch(DAEMON);
    Iterator<HealthCheckResponse> ofToy = health.watch(toy);
    assertEquals(ServingStatus.SERVING, ofDaemon.next().getStatus());
    assertEquals(ServingStatus.SERVING, ofToy.next().getStatus());
    daemon.plugins().add("io.containerd.grpc.v1", "healthcheck", PluginState.OK, "", Map.of());
    daemon.health().close();
    daemon.plugins().add("test.v1", "toy", PluginState.ERROR, "it broke", Map.of());
    assertEquals(ServingStatus.NOT_SERVING, ofToy.next().getStatus());
    daemon.plugins().remove("io.containerd.grpc.v1", "healthcheck");
    // the first word since the beginning: nothing was said of the replacement
    assertEquals(ServingStatus.NOT_SERVING, ofDaemon.next().getStatus());
    assertFalse(ofDaemon.hasNext());
    ofToy.next();
    assertFalse(ofToy.hasNext());
  }

  @Test
  public void theVersionIsThatOfTheApiWithOursBehindIt() {
    String version =
        VersionGrpc.newBlockingStub(daemon.channel(Scope.daemon()))
            .version(Empty.getDefaultInstance())
            .getVersion();
    assertEquals("2.4.0+felucca.", version.replaceAll("felucca\\..*", "felucca."));
  }
}
