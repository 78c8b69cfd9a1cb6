package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.Rule;
import org.junit.Test;

public class StatTest {
  @Rule public final Workplace work = new Workplace();

  @Test
  public void agreesWithTheJdk() throws Exception {
    Path file = work.file("f", "12345");
    Files.createLink(work.path("g"), file);
    Stat stat = Stat.of(file);
    var unix = Files.readAttributes(file, "unix:*");
    assertEquals(unix.get("mode"), stat.mode());
    assertEquals(unix.get("ino"), stat.ino());
    assertEquals(unix.get("dev"), stat.dev());
    assertEquals(unix.get("nlink"), stat.nlink());
    assertEquals(unix.get("uid"), stat.uid());
    assertEquals(5L, stat.size());
    assertEquals(unix.get("lastModifiedTime"), FileTime.from(stat.modified()));
    assertEquals(unix.get("ctime"), FileTime.from(stat.changed()));
  }

  @Test
  public void deviceNumbersAgreeWithTheJdk() throws Exception {
    Stat stat = Stat.of(Path.of("/dev/null"));
    assertEquals(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"), stat.rdev());
    assertTrue(stat.isDevice());
    assertEquals(1, Device.major(stat.rdev()));
    assertEquals(3, Device.minor(stat.rdev()));
  }

  @Test
  public void largeDeviceNumbersComeBack() {
    long device = Device.of(0xabcde, 0xfedcba98L);
    assertEquals(0xabcde, Device.major(device));
    assertEquals(0xfedcba98, Device.minor(device));
  }

  @Test
  public void linkIsSeenItselfUnlessFollowed() throws Exception {
    work.file("f", "12345");
    Path link = Files.createSymbolicLink(work.path("l"), Path.of("f"));
    assertTrue(Stat.of(link).isSymlink());
    assertTrue(Stat.following(link).isRegular());
    try (Fd place = Open.path(link, Open.O_PATH | Open.O_NOFOLLOW)) {
      assertTrue(Stat.of(place).isSymlink());
    }
  }

  @Test
  public void missingFilesAreNullOrAnError() throws Exception {
    work.file("f", "");
    assertNull(Stat.ifExists(work.path("none")));
    assertNull(Stat.ifExists(work.path("f/below")));
    assertFails(Errno.ENOENT, () -> Stat.of(work.path("none")));
  }

  @Test
  public void kindsAreTold() throws Exception {
    Fifo.create(work.path("p"), 0600);
    assertTrue(Stat.of(work.path("p")).isFifo());
    assertTrue(Stat.of(work.root()).isDirectory());
    assertFalse(Stat.of(work.root()).isRegular());
    assertFalse(Stat.of(Path.of("/dev/null")).isWhiteout());
  }
}
