package io.felucca.services;

import static org.junit.Assert.assertEquals;

import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import io.felucca.wire.introspection.Plugin;
import io.felucca.wire.types.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PlatformsTest {
  private static final String SNAPSHOTTERS = "io.containerd.snapshotter.v1";

  private static PluginInfo plugin(String type, Map<String, String> exports) {
    return new PluginInfo(
        type, "p", List.of(), exports, List.of(), PluginState.OK, "", Instant.now(), "test");
  }

  private static List<String> shown(String type, Map<String, String> exports) {
    Plugin plugin = PluginMessages.of(plugin(type, exports));
    return plugin.getPlatformsList().stream().map(PlatformsTest::text).toList();
  }

  private static String text(Platform platform) {
    return platform.getOs() + "/" + platform.getArchitecture() + "/" + platform.getVariant();
  }

  private static String parsed(String text) {
    return Platforms.parse(text).map(PlatformsTest::text).orElseThrow();
  }

  @Test
  public void aConfiguredPlatformIsShownInsteadOfTheMachines() {
    assertEquals(1, shown(SNAPSHOTTERS, Map.of()).size());
    assertEquals(
        List.of("windows/s390x/"), shown(SNAPSHOTTERS, Map.of("platform", "windows/s390x")));
    assertEquals(
        List.of("linux/arm/v6"),
        shown("io.containerd.differ.v1", Map.of("platform", "linux/arm/v6", "address", "/s")));
  }

  @Test
  public void typesThatAreNotBoundShowOnlyWhatIsConfigured() {
    String content = "io.containerd.content.v1";
    assertEquals(List.of(), shown(content, Map.of()));
    assertEquals(List.of("linux/amd64/"), shown(content, Map.of("platform", "linux/amd64")));
  }

  @Test
  public void whatIsNoPlatformIsNotShownAsOne() {
    List<String> ours = shown(SNAPSHOTTERS, Map.of());
    for (String text : List.of("", "linux", "linux/", "/amd64", "linux/arm/v7/x", "l x/amd64")) {
      assertEquals(Optional.empty(), Platforms.parse(text));
      assertEquals(ours, shown(SNAPSHOTTERS, Map.of("platform", text)));
    }
  }

  @Test
  public void machinesAreCalledAsInGo() {
    assertEquals("linux/amd64/", parsed("Linux/x86_64"));
    assertEquals("linux/amd64/v3", parsed("linux/amd64/v3"));
    assertEquals("linux/arm64/v8", parsed("linux/aarch64"));
    assertEquals("linux/arm64/v9", parsed("linux/arm64/v9"));
    assertEquals("linux/arm/v7", parsed("linux/arm"));
    assertEquals("linux/386/", parsed("linux/i386"));
    assertEquals("linux/riscv64/", parsed("linux/riscv64"));
    assertEquals("freebsd/amd64/", parsed("freebsd/amd64"));
  }
}
