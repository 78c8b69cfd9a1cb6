package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import io.felucca.wire.runtime.RuncOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class RuncSettingsTest {
  private static final RuncDefaults DEFAULTS =
      new RuncDefaults("runc", Path.of("/run/felucca/runc"), false);

  private static TypedValue value(Options.Builder options) {
    return new TypedValue(RuncOptions.TYPE, options.build().toByteArray());
  }

  @Test
  public void whatOptionsDoNotSayIsTheDefault() {
    RuncSettings settings = RuncSettings.of(null, DEFAULTS);
    assertEquals("runc", settings.binary());
    assertEquals(Path.of("/run/felucca/runc"), settings.root());
    assertFalse(settings.systemdCgroup());
    assertEquals(settings, RuncSettings.of(new TypedValue("", new byte[0]), DEFAULTS));
    assertEquals(settings, RuncSettings.of(new TypedValue("my.Options", new byte[9]), DEFAULTS));
  }

  @Test
  public void everyOptionIsRead() {
    Options.Builder given =
        Options.newBuilder()
            .setNoPivotRoot(true)
            .setNoNewKeyring(true)
            .setShimCgroup("/shims")
            .setIoUid(1000)
            .setIoGid(-1)
            .setBinaryName("/opt/crun")
            .setRoot("/r")
            .setCriuPath("/opt/criu")
            .setSystemdCgroup(true)
            .setCriuImagePath("/images")
            .setCriuWorkPath("/work");
    RuncSettings settings = RuncSettings.of(value(given), DEFAULTS);
    assertEquals(
        new RuncSettings(
            "/opt/crun",
            Path.of("/r"),
            true,
            true,
            true,
            "/shims",
            1000,
            -1,
            "/opt/criu",
            "/images",
            "/work"),
        settings);
    assertEquals(settings, RuncSettings.read(settings.value()));
    assertEquals(Path.of("/r/ns"), settings.in("ns").root());
  }

  @Test
  public void unreadableOptionsAreRefused() {
    TypedValue cut = new TypedValue(RuncOptions.TYPE, new byte[] {0x1a, 9});
    Fault fault = assertThrows(Fault.class, () -> RuncSettings.of(cut, DEFAULTS));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  private static void refused(String option, Options.Builder given) {
    Fault fault = assertThrows(Fault.class, () -> RuncSettings.of(value(given), DEFAULTS));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("option " + option + " "));
  }

  @Test
  public void whatIsNoPathIsRefusedByItsName() {
    refused("BinaryName", Options.newBuilder().setBinaryName("a\0b"));
    refused("Root", Options.newBuilder().setRoot("/tmp/a\0b"));
    refused("Root", Options.newBuilder().setRoot("relative"));
    refused("ShimCgroup", Options.newBuilder().setShimCgroup("/a\0b"));
    refused("ShimCgroup", Options.newBuilder().setShimCgroup("/"));
    refused("CriuPath", Options.newBuilder().setCriuPath("\0"));
    refused("CriuImagePath", Options.newBuilder().setCriuImagePath("\0"));
    refused("CriuWorkPath", Options.newBuilder().setCriuWorkPath("\0"));
  }

  @Test
  public void optionsBecomeWordsOfTheCommandLine() {
    Options.Builder given =
        Options.newBuilder().setSystemdCgroup(true).setNoPivotRoot(true).setNoNewKeyring(true);
    OciRuntime runtime =
        new OciRuntime(RuncSettings.of(value(given), DEFAULTS).in("ns"), Path.of("/l"));
    assertEquals(
        List.of(
            "runc",
            "--root",
            "/run/felucca/runc/ns",
            "--log",
            "/x/log.json",
            "--log-format",
            "json",
            "--systemd-cgroup"),
        runtime.command(Path.of("/x/log.json")));
    assertEquals(List.of("--no-pivot", "--no-new-keyring"), runtime.createOptions());
  }

  @Test
  public void chosenCriuComesFirstInThePath() {
    RuncSettings settings =
        RuncSettings.of(value(Options.newBuilder().setCriuPath("/opt/x/criu")), DEFAULTS);
    String path = new OciRuntime(settings, Path.of("/l")).environment().get("PATH");
    assertTrue(path, path.startsWith("/opt/x:"));
    assertTrue(path, path.endsWith(System.getenv("PATH")));
    RuncSettings other =
        RuncSettings.of(value(Options.newBuilder().setCriuPath("/opt/x/criu-4")), DEFAULTS);
    Fault fault =
        assertThrows(Fault.class, () -> new OciRuntime(other, Path.of("/l")).environment());
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }
}
