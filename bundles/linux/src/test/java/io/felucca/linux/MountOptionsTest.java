package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class MountOptionsTest {
  private static MountOptions parse(String options) {
    return MountOptions.parse(List.of(options.split(" ")));
  }

  @Test
  public void flagsAreNotData() {
    MountOptions o = parse("rbind ro nosuid nodev noexec relatime size=10m mode=755");
    long expected = MS_BIND | MS_REC | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RELATIME;
    assertEquals(expected, o.flags());
    assertEquals(List.of("size=10m", "mode=755"), o.data());
  }

  @Test
  public void laterOptionOverridesEarlier() {
    assertEquals(0, parse("ro rw nosuid suid sync async").flags());
    assertEquals(MS_RDONLY, parse("rw ro").flags());
    assertEquals(MS_STRICTATIME, parse("noatime strictatime").flags());
    MountOptions o = parse("dev nodev exec");
    assertEquals(MS_NODEV, o.flags());
    assertEquals(MS_NOEXEC, o.cleared());
  }

  @Test
  public void propagationComesInOrder() {
    MountOptions o = parse("rslave bind shared");
    assertEquals(List.of(MS_SLAVE | MS_REC, MS_SHARED), o.propagations());
    assertEquals(MS_BIND, o.flags());
  }

  @Test
  public void remarksToOthersAreIgnored() {
    MountOptions o = parse("defaults X-containerd.mkdir.path=/x x-systemd.automount ro");
    assertEquals(List.of(), o.data());
    assertEquals(MS_RDONLY, o.flags());
    assertEquals(List.of("defaults", "ro"), o.words());
  }

  @Test
  public void loopIsTakenOut() {
    assertTrue(parse("loop ro").loop());
    assertEquals(List.of("loopback"), parse("loopback").data());
    assertFalse(parse("loopback").loop());
  }

  @Test
  public void idMappingsAreParsed() {
    MountOptions o = parse("uidmap=0:65536:1000,1000:4294967290:5 gidmap=0:1:2");
    assertTrue(o.idmapped());
    assertEquals(
        List.of(new Idmap.Mapping(0, 65536, 1000), new Idmap.Mapping(1000, 4294967290L, 5)),
        o.uids());
    assertEquals(List.of(new Idmap.Mapping(0, 1, 2)), o.gids());
    assertFalse(parse("ro").idmapped());
  }

  @Test
  public void brokenIdMappingIsNamed() {
    for (String broken : List.of("1:2", "a:b:c", "1:2:3:4", "0:-1:5")) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> Idmap.Mapping.parse(broken));
      assertTrue(e.getMessage(), e.getMessage().contains(broken));
    }
  }

  @Test
  public void fuseIsLeftToItsHelper() {
    MountOptions options = parse("ro allow_other X-containerd.note=1");
    MountOrder order = new MountOrder("fuse3.name", "src", Path.of("/t"), options);
    assertEquals(
        List.of("mount.fuse3", "src", "/t", "-o", "ro,allow_other", "-t", "name"),
        FuseMount.command(order));
    assertTrue(FuseMount.handles("fuse.sshfs"));
    assertFalse(FuseMount.handles("fuseblk"));
  }

  @Test
  public void layersAreSeparatedByColonsThatAreNotEscaped() {
    Overlay o = Overlay.parse(List.of("lowerdir=/a\\:b:/c\\\\d::/data1::/data2", "index=off"));
    assertEquals(List.of("/a:b", "/c\\d"), o.lowers());
    assertEquals(List.of("/data1", "/data2"), o.dataOnly());
    assertEquals(List.of("index=off"), o.others());
    assertEquals("lowerdir=/a\\:b:/c\\\\d::/data1::/data2", o.lowerdir());
  }
}
