package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Assume;
import org.junit.Test;

public class PrivilegesTest {
  @Test
  public void capabilitiesAgreeWithTheirTool() throws Exception {
    Workplace.needsProgram("capsh");
    String shown = Spawn.command("capsh", "--print").run().output();
    String bounding = shown.lines().filter(l -> l.startsWith("Bounding set")).findFirst().get();
    for (String name : Capabilities.bounding()) {
      assertTrue(name, bounding.contains(name.toLowerCase()));
    }
    assertEquals(bounding.split(",").length, Capabilities.bounding().size());
  }

  @Test
  public void singleCapabilityIsInTheEffectiveSetOrNot() throws Exception {
    for (String name : new String[] {"CAP_SYS_ADMIN", "CAP_SYS_RESOURCE", "CAP_CHOWN"}) {
      assertEquals(Capabilities.effective().contains(name), Capabilities.has(name));
    }
    assertThrows(IllegalArgumentException.class, () -> Capabilities.has("CAP_NONE"));
  }

  @Test
  public void scoreIsRaisedForAChild() throws Exception {
    try (Child child = Spawn.command("sleep", "60").start()) {
      assertEquals(500, OomScore.adjust(child.pid(), 500));
      assertEquals(500, OomScore.of(child.pid()));
      child.kill();
    }
    assertFails(Errno.ENOENT, () -> OomScore.of(Integer.MAX_VALUE));
  }

  @Test
  public void scoreBelowOursIsClippedWithoutTheCapability() throws Exception {
    Assume.assumeFalse(Capabilities.has("CAP_SYS_RESOURCE"));
    int own = OomScore.of(Processes.self());
    assertEquals(own, OomScore.clip(-1000));
    try (Child child = Spawn.command("sleep", "60").start()) {
      assertEquals(own, OomScore.adjust(child.pid(), own - 1));
      child.kill();
    }
  }

  @Test
  public void systemIsToldAsUnameTellsIt() throws Exception {
    Unix unix = Unix.uname();
    String shown = Spawn.command("uname", "-snrm").run().output().strip();
    String told = String.join(" ", unix.system(), unix.hostname(), unix.release(), unix.machine());
    assertEquals(shown, told);
    assertEquals(unix.hostname(), Unix.currentHostname());
    assertTrue(unix.atLeast(4, 0));
    assertFalse(unix.atLeast(99, 0));
  }

  @Test
  public void kernelVersionsAreCompared() {
    Unix unix = new Unix("Linux", "h", "6.7-rc1+", "", "x86_64");
    assertTrue(unix.atLeast(6, 7));
    assertTrue(unix.atLeast(5, 19));
    assertFalse(unix.atLeast(6, 8));
    assertFalse(unix.atLeast(7, 0));
  }
}
