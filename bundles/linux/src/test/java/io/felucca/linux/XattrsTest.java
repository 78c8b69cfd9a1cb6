package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

public class XattrsTest {
  private static final byte[] VALUE = {1, 0, 2, (byte) 0xff};

  @Rule public final Workplace work = new Workplace();

  @Test
  public void valuesAreBytes() throws Exception {
    Path file = work.file("f", "");
    Xattrs.set(file, "user.a", VALUE);
    Xattrs.set(file, "user.empty", new byte[0]);
    assertArrayEquals(VALUE, Xattrs.get(file, "user.a"));
    assertArrayEquals(new byte[0], Xattrs.get(file, "user.empty"));
    assertEquals(Set.of("user.a", "user.empty"), Set.copyOf(Xattrs.list(file)));
    Xattrs.remove(file, "user.a");
    assertNull(Xattrs.get(file, "user.a"));
    assertFails(Errno.ENODATA, () -> Xattrs.remove(file, "user.a"));
  }

  @Test
  public void linkIsNotFollowed() throws Exception {
    Workplace.needsRoot();
    work.file("f", "");
    Path link = Files.createSymbolicLink(work.path("l"), Path.of("f"));
    Xattrs.set(link, "trusted.x", VALUE);
    assertNull(Xattrs.get(work.path("f"), "trusted.x"));
    assertEquals(List.of("trusted.x"), Xattrs.list(link));
    LinuxException e = assertFails(Errno.EPERM, () -> Xattrs.set(link, "user.x", VALUE));
    assertEquals(link + " user.x", e.path());
  }

  @Test
  public void namesInDirectoriesAndDescriptorsWork() throws Exception {
    Workplace.needsRoot();
    Files.createSymbolicLink(work.path("l"), Path.of("nowhere"));
    try (Fd dir = Open.path(work.root(), Open.O_PATH);
        Fd link = Open.at(dir, "l", Open.O_PATH | Open.O_NOFOLLOW, 0)) {
      Xattrs.set(dir, "l", "trusted.a", VALUE);
      assertArrayEquals(VALUE, Xattrs.get(link, "trusted.a"));
      Xattrs.set(link, "trusted.b", VALUE);
      assertEquals(Set.of("trusted.a", "trusted.b"), Set.copyOf(Xattrs.list(dir, "l")));
      Xattrs.remove(link, "trusted.a");
      Xattrs.remove(dir, "l", "trusted.b");
      assertEquals(List.of(), Xattrs.list(link));
    }
  }

  @Test
  public void openFilesWork() throws Exception {
    work.file("f", "");
    try (Fd file = Open.path(work.path("f"), Open.O_RDONLY)) {
      Xattrs.set(file, "user.a", VALUE);
      assertArrayEquals(VALUE, Xattrs.get(file, "user.a"));
      assertNull(Xattrs.get(file, "user.b"));
    }
  }

  @Test
  public void longValuesAndListsAreWhole() throws Exception {
    Path file = work.file("f", "");
    byte[] large = new byte[2000];
    large[1999] = 5;
    Xattrs.set(file, "user.large", large);
    assertArrayEquals(large, Xattrs.get(file, "user.large"));
    for (int i = 0; i < 20; i++) {
      Xattrs.set(file, "user.with-a-long-name-" + i, VALUE);
    }
    assertEquals(21, Xattrs.list(file).size());
  }

  @Test
  public void fileSystemWithoutAttributesHasNone() throws Exception {
    assertNull(Xattrs.get(Path.of("/proc/self/status"), "user.a"));
    assertTrue(Xattrs.list(Path.of("/proc/self/status")).isEmpty());
  }
}
