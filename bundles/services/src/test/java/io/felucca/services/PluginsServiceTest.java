package io.felucca.services;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.InstallRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.PluginsGrpc.PluginsBlockingStub;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.plugins.UninstallRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class PluginsServiceTest {
  @Rule public final Daemon daemon = new Daemon();
  private PluginsBlockingStub plugins;

  @Before
  public void connect() {
    plugins = PluginsGrpc.newBlockingStub(daemon.channel());
    daemon.plugins().add("test.v1", "sick", PluginState.ERROR, "it broke", Map.of());
  }

  @Test
  public void pluginsAreToldWithStateReasonAndOrigin() {
    ListRequest request = ListRequest.newBuilder().addFilters("state==error").build();
    var sick = plugins.list(request).getPlugins(0);
    assertEquals("sick", sick.getId());
    assertEquals(State.STATE_ERROR, sick.getState());
    assertEquals("it broke", sick.getReason());
    assertEquals("test", sick.getOrigin());
  }

  @Test
  public void changesAreToldLineByLine() {
    assertEquals(
        List.of("reloaded"), plugins.apply(ApplyRequest.getDefaultInstance()).getChangesList());
    assertEquals(
        List.of("installed /a/b.jar"),
        plugins.install(InstallRequest.newBuilder().setPath("/a/b.jar").build()).getChangesList());
    assertEquals(
        List.of("removed b.jar"),
        plugins.uninstall(UninstallRequest.newBuilder().setName("b.jar").build()).getChangesList());
  }

  @Test
  public void aSwappedPluginIsShownAsItStands() {
    SwapRequest request = SwapRequest.newBuilder().setType("test.v1").setId("sick").build();
    assertEquals("sick", plugins.swap(request).getPlugin().getId());
    SwapRequest unknown = SwapRequest.newBuilder().setType("test.v1").setId("nowhere").build();
    Faults.expect(Kind.NOT_FOUND, () -> plugins.swap(unknown));
  }

  @Test
  public void aJarNeedsAnAbsolutePath() {
    Faults.expect(
        Kind.INVALID_ARGUMENT,
        () -> plugins.install(InstallRequest.newBuilder().setPath("b.jar").build()));
  }

  /** Says what it would do. */
  static final class Telling implements PluginAdmin {
    @Override
    public List<String> reload() {
      return List.of("reloaded");
    }

    @Override
    public void swap(String type, String id) {
      if (!id.equals("sick")) {
        throw Fault.notFound("plugin %s.%s", type, id);
      }
    }

    @Override
    public List<String> install(Path jar) {
      return List.of("installed " + jar);
    }

    @Override
    public List<String> uninstall(String jarName) {
      return List.of("removed " + jarName);
    }
  }
}
