package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class OverlayTest {
  @Rule public final Workplace work = new Workplace();

  private Path target;

  @Before
  public void prepare() throws IOException {
    Workplace.needsRoot();
    target = work.directory("merged");
  }

  /** Layer i has a file i, and all have a file "top" with their number. */
  private List<String> layers(String parent, int count) throws IOException {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      work.file(parent + "/" + i + "/fs/" + i, "");
      work.file(parent + "/" + i + "/fs/top", Integer.toString(i));
      layers.add(work.path(parent + "/" + i + "/fs").toString());
    }
    return layers;
  }

  private List<String> options(List<String> layers) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("index=off");
    options.add("lowerdir=" + String.join(":", layers));
    options.add("upperdir=" + work.directory("upper"));
    options.add("workdir=" + work.directory("work"));
    return options;
  }

  private void assertShows(int layers) throws IOException {
    assertEquals(layers + 1, Directory.list(target).size());
    assertEquals("0", Files.readString(target.resolve("top")));
  }

  @Test
  public void fewLayersAreMounted() throws Exception {
    Mounts.mount("overlay", "overlay", target, options(layers("l", 2)));
    assertShows(2);
    Files.writeString(target.resolve("new"), "x");
    assertTrue(Files.exists(work.path("upper/new")));
    Files.delete(target.resolve("0"));
    assertTrue(Stat.of(work.path("upper/0")).isWhiteout());
  }

  @Test
  public void moreLayersThanAPageHolds() throws Exception {
    for (int count : new int[] {128, 499}) {
      List<String> options = options(layers("layers-with-a-long-name", count));
      Mounts.mount("overlay", "overlay", target, options);
      assertShows(count);
      Files.writeString(target.resolve("new"), "x");
      Mounts.unmount(target);
      Files.delete(work.path("upper/new"));
    }
  }

  @Test
  public void flagsHoldForALongOverlayToo() throws Exception {
    List<String> options = options(layers("layers-with-a-long-name", 128));
    options.addAll(List.of("nosuid", "nodev", "noatime", "volatile"));
    Mounts.mount("overlay", "source", target, options);
    MountInfo m = info();
    assertTrue(m.toString(), m.options().containsAll(List.of("nosuid", "nodev", "noatime")));
    // newer kernels show it as fsync=volatile
    assertTrue(m.toString(), m.superOptions().stream().anyMatch(o -> o.endsWith("volatile")));
    assertEquals("source", m.source());
  }

  @Test
  public void longOverlayCanBeReadOnly() throws Exception {
    List<String> options = options(layers("layers-with-a-long-name", 128));
    options.add("ro");
    Mounts.mount("overlay", "overlay", target, options);
    assertTrue(info().options().contains("ro"));
    assertTrue(info().superOptions().contains("ro"));
  }

  /** Those that have to do with the test: others come and go on the machine. */
  private List<MountInfo> mounts() throws IOException {
    String here = work.root().toString();
    return MountInfo.read().stream().filter(m -> m.toString().contains(here)).toList();
  }

  private MountInfo info() throws IOException {
    return MountInfo.read().stream()
        .filter(m -> m.mountPoint().equals(target.toString()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void moreThanTheKernelTakesIsRefused() throws Exception {
    List<String> options = options(layers("layers-with-a-long-name", 501));
    LinuxException e =
        assertFails(Errno.EINVAL, () -> Mounts.mount("overlay", "overlay", target, options));
    assertTrue(e.getMessage(), e.getMessage().contains("500"));
    assertFalse(Mounts.isMountPoint(target));
  }

  @Test
  public void longPathsOfLayersAreTaken() throws Exception {
    String deep = "d".repeat(200) + "/" + "e".repeat(200);
    List<String> options = options(layers(deep, 20));
    Mounts.mount("overlay", "overlay", target, options);
    assertShows(20);
  }

  @Test
  public void oldKernelsGetRelativeNames() throws Exception {
    List<String> layers = layers("layers-with-a-long-name", 150);
    MountOrder order =
        new MountOrder("overlay", "overlay", target, MountOptions.parse(options(layers)));
    Overlay overlay = Overlay.parse(order.options().data());
    Path before = Files.readSymbolicLink(Path.of("/proc/self/cwd"));
    assertTrue(LongOverlay.mountRelative(order, overlay));
    assertShows(150);
    assertEquals(before, Files.readSymbolicLink(Path.of("/proc/self/cwd")));
  }

  @Test
  public void namesWithColonsAndCommasWork() throws Exception {
    work.file("a:b/f", "1");
    work.file("c\\d/g", "2");
    String lower = Overlay.escape(work.path("a:b").toString());
    String other = Overlay.escape(work.path("c\\d").toString());
    Mounts.mount("overlay", "overlay", target, List.of("lowerdir=" + lower + ":" + other));
    assertEquals(2, Directory.list(target).size());
  }

  @Test
  public void layersAreShownWithMappedOwners() throws Exception {
    for (int count : new int[] {2, 128}) {
      List<String> options = options(layers("l", count));
      options.add("uidmap=0:100000:65536");
      options.add("gidmap=0:200000:65536");
      Attributes.chown(work.path("l/1/fs/1"), 7, 8);
      List<MountInfo> before = mounts();
      Mounts.mount("overlay", "overlay", target, options);
      assertShows(count);
      Stat stat = Stat.of(target.resolve("1"));
      assertEquals(100_007, stat.uid());
      assertEquals(200_008, stat.gid());
      Files.writeString(target.resolve("1"), "copied up");
      assertEquals(100_007, Stat.of(work.path("upper/1")).uid());
      assertEquals(before.size() + 1, mounts().size());
      Mounts.unmount(target);
      assertEquals(before, mounts());
      FileTree.delete(work.path("upper"));
      FileTree.delete(work.path("work"));
    }
  }

  @Test
  public void mappedLayersWorkOnOldKernelsToo() throws Exception {
    MountOrder order =
        new MountOrder("overlay", "overlay", target, MountOptions.parse(options(layers("l", 3))));
    Overlay overlay = Overlay.parse(order.options().data());
    LinuxException first = new LinuxException("fsconfig", null, Errno.EINVAL);
    try (MountTree tree =
        OwnThread.io(
            "test",
            () -> {
              Namespaces.unshare(Namespaces.CLONE_NEWNS);
              long flags = MountFlags.MS_REC | MountFlags.MS_SLAVE;
              Mounts.mount(null, null, Path.of("/"), flags, null);
              Path place = work.directory("place");
              Mounts.mount("tmpfs", "tmpfs", place, 0, null);
              return IdmappedMount.mountClassic(order, overlay, place.resolve("m"), first);
            })) {
      tree.attach(target);
    }
    assertShows(3);
    assertFalse(Mounts.isMountPoint(work.path("place")));
  }

  @Test
  public void failureWithMappedOwnersLeavesNothing() throws Exception {
    List<String> options = options(List.of(work.path("none").toString()));
    options.add("uidmap=0:100000:65536");
    options.add("gidmap=0:100000:65536");
    List<MountInfo> before = mounts();
    assertFails(Errno.ENOENT, () -> Mounts.mount("overlay", "overlay", target, options));
    assertEquals(before, mounts());
  }
}
