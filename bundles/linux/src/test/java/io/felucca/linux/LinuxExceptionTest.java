package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.junit.Test;

public class LinuxExceptionTest {
  @Test
  public void messageNamesCallPathAndReason() {
    LinuxException e =
        assertFails(Errno.ENOENT, () -> Open.path(Path.of("/no/such/file"), Open.O_RDONLY));
    assertEquals("openat /no/such/file: ENOENT (2): No such file or directory", e.getMessage());
    assertEquals("openat", e.call());
    assertEquals("/no/such/file", e.path());
    assertEquals(2, e.number());
  }

  @Test
  public void reasonIsOneOfSeveral() {
    LinuxException e = new LinuxException("x", null, Errno.EBUSY);
    assertTrue(e.is(Errno.EINVAL, Errno.EBUSY));
    assertFalse(e.is(Errno.EINVAL, Errno.ENOENT));
  }

  @Test
  public void unknownNumberIsKept() {
    LinuxException e = new LinuxException("x", null, 4095);
    assertEquals(Errno.UNKNOWN, e.errno());
    assertEquals(4095, e.number());
  }

  @Test
  public void everyNumberLeadsToItsName() {
    for (Errno errno : Errno.values()) {
      assertEquals(errno, Errno.of(errno.number()));
    }
    assertEquals(Errno.UNKNOWN, Errno.of(-5));
  }

  @Test
  public void zeroByteInNameIsRefused() {
    assertFails(Errno.EINVAL, () -> Open.at(Fd.CWD, "a\0b", Open.O_RDONLY, 0));
  }
}
