package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class MountInfoTest {
  @Test
  public void lineIsTakenApart() {
    MountInfo m =
        MountInfo.parse(
            "36 35 98:0 /mnt1 /mnt2 rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=x");
    assertEquals(36, m.id());
    assertEquals(35, m.parent());
    assertEquals(Device.of(98, 0), m.device());
    assertEquals("/mnt1", m.root());
    assertEquals("/mnt2", m.mountPoint());
    assertEquals(List.of("rw", "noatime"), m.options());
    assertEquals(List.of("shared:1", "master:2"), m.tags());
    assertEquals("ext3", m.type());
    assertEquals("/dev/root", m.source());
    assertEquals(List.of("rw", "errors=x"), m.superOptions());
  }

  @Test
  public void escapesAreUndone() {
    MountInfo m =
        MountInfo.parse("1 2 0:5 / /a\\040b\\134\\012\u00fc rw - tmpfs with\\040blank rw");
    assertEquals("/a b\\\n\u00fc", m.mountPoint());
    assertEquals("with blank", m.source());
    assertEquals(List.of(), m.tags());
  }

  @Test
  public void otherTextIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MountInfo.parse("1 2 0:5 / /x rw"));
  }

  @Test
  public void tableOfThisMachineIsRead() throws Exception {
    List<MountInfo> mounts = MountInfo.read();
    assertEquals(true, mounts.stream().anyMatch(m -> m.mountPoint().equals("/proc")));
  }
}
