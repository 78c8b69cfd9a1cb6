package io.felucca.services;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.IntrospectionGrpc.IntrospectionBlockingStub;
import io.felucca.wire.introspection.Plugin;
import io.felucca.wire.introspection.PluginInfoRequest;
import io.felucca.wire.introspection.PluginInfoResponse;
import io.felucca.wire.introspection.PluginsRequest;
import io.felucca.wire.introspection.ServerResponse;
import io.felucca.wire.types.RuntimeInfo;
import io.felucca.wire.types.RuntimeRequest;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class IntrospectionServiceTest {
  private static final String RUNTIME = "io.containerd.runtime.v2";

  @Rule public final Daemon daemon = new Daemon();
  private IntrospectionBlockingStub introspection;

  @Before
  public void connectWithoutNamespace() {
    introspection = IntrospectionGrpc.newBlockingStub(daemon.channel(Scope.daemon()));
  }

  @Test
  public void snapshottersTellTheirPlatform() {
    Plugin found = plugins("type==io.containerd.snapshotter.v1,id==native").get(0);
    assertEquals("linux", found.getPlatforms(0).getOs());
    assertEquals(0, plugins("type==io.containerd.content.v1").get(0).getPlatformsCount());
  }

  @Test
  public void onlyWhatDoesNotServeHasAnError() {
    add("a", PluginState.SKIP, "no btrfs here");
    add("b", PluginState.DISABLED, "disabled by the configuration");
    add("c", PluginState.ERROR, "it broke");
    add("d", PluginState.WAITING, "waiting for metadata");
    assertFalse(plugins("id==native").get(0).hasInitErr());
    assertEquals("no btrfs here: skip plugin", error("a"));
    assertEquals("disabled by the configuration: skip plugin", error("b"));
    assertEquals("it broke", error("c"));
    assertEquals("waiting for metadata", error("d"));
  }

  @Test
  public void theServersIdentityLasts() throws Exception {
    ServerResponse first = introspection.server(Empty.getDefaultInstance());
    assertEquals(first, introspection.server(Empty.getDefaultInstance()));
    assertEquals(first.getUuid(), Files.readString(daemon.folder().resolve("id").resolve("uuid")));
    assertEquals(ProcessHandle.current().pid(), first.getPid());
    assertTrue(first.getPidns() > 0);
  }

  @Test
  public void runtimesTellMoreWhenAsked() throws Exception {
    daemon.plugins().add(RUNTIME, "task", PluginState.OK, "", Map.of());
    RuntimeRequest question = RuntimeRequest.newBuilder().setRuntimePath("/bin/shim").build();
    PluginInfoResponse answer = info(RUNTIME, "task", Anys.any(question));
    assertEquals("task", answer.getPlugin().getId());
    assertEquals("containerd.types.RuntimeInfo", answer.getExtra().getTypeUrl());
    assertEquals("/bin/shim", RuntimeInfo.parseFrom(answer.getExtra().getValue()).getName());
  }

  @Test
  public void otherPluginsHaveNoMoreToTell() {
    String content = "io.containerd.content.v1";
    Any question = Anys.any(RuntimeRequest.getDefaultInstance());
    assertFalse(info(content, "content", null).hasExtra());
    Faults.expect(Kind.UNIMPLEMENTED, () -> info(content, "content", question));
    Faults.expect(Kind.NOT_FOUND, () -> info(content, "nowhere", null));
  }

  @Test
  public void aPluginThatFailedHasNoMoreToTell() {
    add("c", PluginState.ERROR, "it broke");
    Any question = Anys.any(RuntimeRequest.getDefaultInstance());
    Faults.expect(Kind.FAILED_PRECONDITION, () -> info("test.v1", "c", question));
  }

  private void add(String id, PluginState state, String reason) {
    daemon.plugins().add("test.v1", id, state, reason, Map.of());
  }

  private String error(String id) {
    return plugins("id==" + id).get(0).getInitErr().getMessage();
  }

  private List<Plugin> plugins(String filter) {
    return introspection
        .plugins(PluginsRequest.newBuilder().addFilters(filter).build())
        .getPluginsList();
  }

  private PluginInfoResponse info(String type, String id, Any options) {
    PluginInfoRequest.Builder request = PluginInfoRequest.newBuilder().setType(type).setId(id);
    return introspection.pluginInfo(
        options == null ? request.build() : request.setOptions(options).build());
  }
}
