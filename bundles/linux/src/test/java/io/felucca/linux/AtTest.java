package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class AtTest {
  @Rule public final Workplace work = new Workplace();
  private Fd dir;

  @Before
  public void open() throws Exception {
    dir = Open.path(work.root(), Open.O_PATH | Open.O_DIRECTORY);
  }

  @After
  public void close() {
    dir.close();
  }

  @Test
  public void makesAndRemovesDirectories() throws Exception {
    At.mkdir(dir, "d", 0700);
    assertTrue(Files.isDirectory(work.path("d")));
    assertFails(Errno.EEXIST, () -> At.mkdir(dir, "d", 0700));
    assertFails(Errno.EISDIR, () -> At.unlink(dir, "d"));
    At.rmdir(dir, "d");
    assertNull(Stat.ifExists(dir, "d"));
  }

  @Test
  public void makesDevices() throws Exception {
    Workplace.needsRoot();
    At.mknod(dir, "fuse", Stat.S_IFCHR | 0600, Device.of(10, 229));
    At.mknod(dir, "whiteout", Stat.S_IFCHR, 0);
    Stat fuse = Stat.at(dir, "fuse");
    assertEquals(Stat.S_IFCHR, fuse.kind());
    assertEquals(10, Device.major(fuse.rdev()));
    assertEquals(229, Device.minor(fuse.rdev()));
    assertTrue(Stat.at(dir, "whiteout").isWhiteout());
  }

  @Test
  public void linksAreReadAsWritten() throws Exception {
    String target = "../\u00fc/" + "x".repeat(900);
    At.symlink(target, dir, "l");
    assertEquals(target, At.readlink(dir, "l"));
    assertFails(Errno.ENOENT, () -> At.readlink(dir, "none"));
  }

  @Test
  public void namesThatAreNoUtf8Work() throws Exception {
    String name = FileName.decode(new byte[] {'n', (byte) 0xe9});
    At.mkdir(dir, name, 0700);
    assertEquals(name, Directory.list(work.root()).get(0).name());
    At.rename(dir, name, dir, "plain", 0);
    assertTrue(Stat.at(dir, "plain").isDirectory());
  }

  @Test
  public void hardLinkOfLinkIsTheLinkItself() throws Exception {
    At.symlink("nowhere", dir, "l");
    At.link(dir, "l", dir, "m");
    assertTrue(Stat.at(dir, "l").sameFile(Stat.at(dir, "m")));
    assertEquals(2, Stat.at(dir, "l").nlink());
  }

  @Test
  public void renameTakesFlags() throws Exception {
    work.file("a", "A");
    work.file("b", "B");
    LinuxException e =
        assertFails(Errno.EEXIST, () -> At.rename(dir, "a", dir, "b", At.RENAME_NOREPLACE));
    assertEquals("a -> b", e.path());
    At.rename(dir, "a", dir, "b", At.RENAME_EXCHANGE);
    assertEquals("B", Files.readString(work.path("a")));
    At.rename(work.path("a"), work.path("b"), 0);
    assertEquals("B", Files.readString(work.path("b")));
  }

  @Test
  public void whiteoutStaysWhereAFileWas() throws Exception {
    Workplace.needsRoot();
    work.file("a", "A");
    At.rename(dir, "a", dir, "b", At.RENAME_WHITEOUT);
    assertTrue(Stat.at(dir, "a").isWhiteout());
  }
}
