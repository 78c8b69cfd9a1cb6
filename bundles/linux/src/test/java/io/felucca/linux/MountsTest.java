package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class MountsTest {
  @Rule public final Workplace work = new Workplace();

  @Before
  public void root() {
    Workplace.needsRoot();
  }

  private Path tmpfs(String name, String... options) throws IOException {
    Path target = work.directory(name);
    Mounts.mount("tmpfs", "tmpfs", target, List.of(options));
    return target;
  }

  private static MountInfo info(Path point) throws IOException {
    List<MountInfo> all = MountInfo.read();
    return all.stream()
        .filter(m -> m.mountPoint().equals(point.toString()))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  public void optionsReachMountAndFileSystem() throws Exception {
    Path t = tmpfs("t", "nosuid", "nodev", "noexec", "ro", "size=1m", "mode=711");
    MountInfo m = info(t);
    assertTrue(m.options().containsAll(List.of("ro", "nosuid", "nodev", "noexec")));
    assertTrue(m.superOptions().contains("size=1024k"));
    assertEquals(0711, Stat.of(t).permissions());
    assertFails(Errno.EROFS, () -> At.mkdir(Fd.CWD, t.resolve("x").toString(), 0700));
  }

  @Test
  public void remountChangesOptions() throws Exception {
    Path t = tmpfs("t", "size=1m");
    Mounts.mount("tmpfs", "tmpfs", t, List.of("remount", "ro", "size=2m"));
    assertTrue(info(t).options().contains("ro"));
    assertTrue(info(t).superOptions().contains("size=2048k"));
  }

  @Test
  public void readOnlyBindLeavesTheSourceWritable() throws Exception {
    Path source = work.directory("source");
    Path target = work.directory("target");
    Mounts.mount("bind", source.toString(), target, List.of("rbind", "ro"));
    work.file("source/f", "x");
    assertEquals("x", Files.readString(target.resolve("f")));
    assertFails(Errno.EROFS, () -> At.unlink(Fd.CWD, target.resolve("f").toString()));
  }

  @Test
  public void bindKeepsRestrictionsOfItsSource() throws Exception {
    Path source = tmpfs("source", "nosuid", "nodev", "noexec");
    Path target = work.directory("target");
    Mounts.mount("none", source.toString(), target, List.of("bind", "ro", "dev"));
    List<String> options = info(target).options();
    assertTrue(options.toString(), options.containsAll(List.of("ro", "nosuid", "noexec")));
    assertFalse(options.contains("nodev"));
  }

  @Test
  public void writableBindOfReadOnlySourceStaysReadOnly() throws Exception {
    Path source = tmpfs("source", "ro");
    Path target = work.directory("target");
    for (List<String> options : List.of(List.of("rbind", "rw"), List.of("bind", "rw", "nosuid"))) {
      Mounts.mount("bind", source.toString(), target, options);
      assertTrue(info(target).options().contains("ro"));
      Mounts.unmount(target);
    }
  }

  @Test
  public void bindCanBeRemounted() throws Exception {
    Path target = work.directory("target");
    Mounts.mount("bind", work.directory("source").toString(), target, List.of("bind"));
    Mounts.mount("", "", target, List.of("remount", "bind", "ro"));
    assertTrue(info(target).options().contains("ro"));
  }

  @Test
  public void singleFileCanBeBound() throws Exception {
    Path source = work.file("a", "A");
    Path target = work.file("b", "B");
    Mounts.bindReadOnly(source, target);
    assertEquals("A", Files.readString(target));
    assertTrue(Mounts.isMountPoint(target));
    Mounts.unmount(target);
    assertEquals("B", Files.readString(target));
  }

  @Test
  public void propagationIsSet() throws Exception {
    Path t = tmpfs("t", "shared");
    assertTrue(info(t).tags().toString().contains("shared:"));
    Mounts.mount("bind", t.toString(), work.directory("s"), List.of("rbind", "rslave"));
    assertTrue(info(work.path("s")).tags().toString().contains("master:"));
    Mounts.mount("bind", t.toString(), work.directory("p"), List.of("rbind", "rprivate"));
    assertEquals(List.of(), info(work.path("p")).tags());
    Mounts.mount("bind", t.toString(), work.directory("u"), List.of("bind", "unbindable"));
    assertEquals(List.of("unbindable"), info(work.path("u")).tags());
  }

  @Test
  public void failureTellsWhatWasToBeMounted() throws Exception {
    Path t = work.directory("t");
    LinuxException e =
        assertFails(Errno.ENODEV, () -> Mounts.mount("nosuchfs", "src", t, List.of()));
    assertTrue(e.getMessage(), e.getMessage().contains("mounting nosuchfs from src"));
    assertEquals(t.toString(), e.path());
    String longData = "x=" + "y".repeat(5000);
    assertFails(Errno.E2BIG, () -> Mounts.mount("tmpfs", "tmpfs", t, List.of(longData)));
  }

  @Test
  public void failureInALaterStepUndoesTheFirst() throws Exception {
    Path t = tmpfs("t", "unbindable");
    Path target = work.directory("target");
    MountOptions options = MountOptions.parse(List.of("size=1m"));
    options.propagations().add(MountFlags.MS_SHARED | MountFlags.MS_PRIVATE);
    MountOrder order = new MountOrder("tmpfs", "tmpfs", target, options);
    assertFails(Errno.EINVAL, order::carryOut);
    assertFalse(Mounts.isMountPoint(target));
    assertTrue(Mounts.isMountPoint(t));
  }

  @Test
  public void mountPointsAreRecognised() throws Exception {
    Path t = tmpfs("t");
    assertTrue(Mounts.isMountPoint(t));
    assertTrue(Mounts.isMountPoint(Path.of("/")));
    assertFalse(Mounts.isMountPoint(Files.createDirectory(t.resolve("d"))));
    assertFalse(Mounts.isMountPoint(work.path("none")));
    Files.createSymbolicLink(work.path("l"), t);
    assertFalse(Mounts.isMountPoint(work.path("l")));
  }

  @Test
  public void stackedMountsAreAllUnmounted() throws Exception {
    Path t = tmpfs("t");
    tmpfs("t");
    tmpfs("t");
    Mounts.unmountAll(t, 0);
    assertFalse(Mounts.isMountPoint(t));
    Mounts.unmountAll(t, 0);
    Mounts.unmountAll(work.path("none"), 0);
  }

  @Test
  public void mountsBelowAreUnmountedFirst() throws Exception {
    Path t = tmpfs("a b");
    tmpfs("a b/c/d");
    tmpfs("a b/c/d/e");
    tmpfs("a bc");
    Mounts.unmountRecursive(t, 0);
    assertFalse(Mounts.isMountPoint(t));
    assertTrue(Mounts.isMountPoint(work.path("a bc")));
    Mounts.unmountRecursive(work.path("none"), 0);
  }

  @Test
  public void unmountingWhatIsNotMountedFails() throws Exception {
    assertFails(Errno.EINVAL, () -> Mounts.unmount(work.directory("d")));
    Path t = tmpfs("t");
    Files.createSymbolicLink(work.path("l"), t);
    assertFails(Errno.EINVAL, () -> Mounts.unmount(work.path("l")));
    assertTrue(Mounts.isMountPoint(t));
  }

  @Test
  public void busyMountIsLeftInTheEndOrDetached() throws Exception {
    Path t = tmpfs("t");
    try (Fd inside = Open.directory(t)) {
      Thread.currentThread().interrupt();
      assertFails(Errno.EBUSY, () -> Mounts.unmount(t));
      assertTrue(Thread.interrupted());
      Mounts.unmount(t, MountFlags.MNT_DETACH);
      assertTrue(Stat.of(inside).isDirectory());
    }
    assertFalse(Mounts.isMountPoint(t));
  }

  @Test
  public void busyMountIsTriedAgain() throws Exception {
    Path t = tmpfs("t");
    Fd inside = Open.directory(t);
    Thread leaver =
        new Thread(
            () -> {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              inside.close();
            });
    leaver.start();
    Mounts.unmount(t);
    leaver.join();
    assertFalse(Mounts.isMountPoint(t));
  }
}
