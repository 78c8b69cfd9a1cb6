package io.felucca.services;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.config.ConfigReview;
import io.felucca.api.config.ConfigValue;
import io.felucca.api.config.ConfigVersion;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.ExplainRequest;
import io.felucca.wire.plugins.HistoryRequest;
import io.felucca.wire.plugins.JarRequest;
import io.felucca.wire.plugins.KeyChange;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.PluginsGrpc.PluginsBlockingStub;
import io.felucca.wire.plugins.RemoveRequest;
import io.felucca.wire.plugins.ReviewRequest;
import io.felucca.wire.plugins.RollbackRequest;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import java.nio.file.Path;
import java.time.Instant;
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
        plugins.install(JarRequest.newBuilder().setPath("/a/b.jar").build()).getChangesList());
    assertEquals(
        List.of("removed b.jar"),
        plugins.remove(RemoveRequest.newBuilder().setName("b.jar").build()).getChangesList());
  }

  @Test
  public void configurationsAreReviewedAppliedAndBroughtBack() {
    var review = plugins.diff(ReviewRequest.newBuilder().setName("x").setToml("a").build());
    assertEquals("a.b 1 2 f:1:2", words(review.getKeys(0)));
    assertEquals(List.of("test.v1.sick: is replaced"), review.getPluginsList());
    assertEquals(
        true,
        plugins
            .validate(ReviewRequest.newBuilder().setName("x").setRemove(true).build())
            .getRefused());
    assertEquals(
        List.of("applied x a"),
        plugins
            .apply(ApplyRequest.newBuilder().setName("x").setToml("a").build())
            .getChangesList());
    assertEquals(
        7, plugins.history(HistoryRequest.getDefaultInstance()).getVersions(0).getNumber());
    assertEquals(
        List.of("went back to 5"),
        plugins.rollback(RollbackRequest.newBuilder().setNumber(5).build()).getChangesList());
    assertEquals(
        "restart",
        plugins
            .explain(ExplainRequest.newBuilder().setPrefix("root").build())
            .getValues(0)
            .getEffect());
  }

  private static String words(KeyChange key) {
    return String.join(" ", key.getKey(), key.getBefore(), key.getAfter(), key.getPlace());
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
        () -> plugins.install(JarRequest.newBuilder().setPath("b.jar").build()));
  }

  /** Says what it would do. */
  static final class Telling implements PluginAdmin, ConfigAdmin {
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
    public List<String> update(Path jar) {
      return List.of("updated " + jar);
    }

    @Override
    public List<String> uninstall(String jarName) {
      return List.of("removed " + jarName);
    }

    @Override
    public ConfigReview review(String name, String toml) {
      return new ConfigReview(
          toml == null,
          List.of("note: " + name),
          List.of(new ConfigReview.KeyChange("a.b", "1", "2", "f:1:2")),
          List.of("test.v1.sick: is replaced"));
    }

    @Override
    public List<String> apply(String name, String toml) {
      return List.of("applied " + name + " " + toml);
    }

    @Override
    public List<ConfigVersion> history() {
      return List.of(new ConfigVersion(7, Instant.EPOCH, "boot", true, false));
    }

    @Override
    public List<String> rollback(long number) {
      return List.of("went back to " + number);
    }

    @Override
    public List<ConfigValue> explain(String prefix) {
      return List.of(new ConfigValue(prefix, "1", "default", "restart"));
    }
  }
}
