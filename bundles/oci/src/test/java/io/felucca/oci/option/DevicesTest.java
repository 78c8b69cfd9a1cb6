package io.felucca.oci.option;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.oci.spec.RuntimeSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DevicesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static final String NULL_RULE =
      "{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3,\"access\":\"r\"}";

  @Test
  public void devicesComeWithARule() {
    RuntimeSpec spec =
        Build.with(Devices.asParent(), Devices.below(Path.of("/dev/null"), "/dev/nothing", "r"));

    assertEquals("[" + NULL_RULE + "]", Build.at(spec, "linux", "resources", "devices"));
    assertEquals(
        "[{\"path\":\"/dev/nothing\",\"type\":\"c\",\"major\":1,\"minor\":3,\"fileMode\":438,"
            + "\"uid\":0,\"gid\":0}]",
        Build.at(spec, "linux", "devices"));
  }

  @Test
  public void linksToDevicesAreFollowedOnRequest() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.getRoot().toPath().resolve("x"), Path.of("/dev/null"));

    RuntimeSpec spec = Build.with(Devices.asParent(), Devices.behind(link, "", "r"));

    assertEquals("[" + NULL_RULE + "]", Build.at(spec, "linux", "resources", "devices"));
    assertThrows(Fault.class, () -> Build.with(Devices.device(link, "r")));
    Path missing = folder.getRoot().toPath().resolve("missing");
    assertThrows(Fault.class, () -> Build.with(Devices.behind(missing, "/dev/x", "r")));
  }

  @Test
  public void foldersWithoutDevicesHaveNone() {
    RuntimeSpec spec = Build.with(Devices.below(folder.getRoot().toPath(), "", "rwm"));

    assertEquals("absent", Build.at(spec, "linux", "devices"));
  }

  @Test
  public void whatIsNoDeviceIsRefused() throws Exception {
    Path file = folder.newFile().toPath();

    Fault other = assertThrows(Fault.class, () -> Build.with(Devices.device(file, "r")));
    Fault missing =
        assertThrows(Fault.class, () -> Build.with(Devices.device(Path.of("/dev/no-such"), "r")));

    assertEquals(Fault.Kind.INVALID_ARGUMENT, other.kind());
    assertEquals(Fault.Kind.NOT_FOUND, missing.kind());
    assertThrows(Fault.class, () -> Build.with(Devices.device(Path.of("/dev/null"), "rx")));
    assertThrows(Fault.class, () -> Build.with(Devices.device(Path.of(""), "r")));
  }
}
