package io.felucca.cgroups;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.felucca.linux.MountInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class CgroupPathsTest {
  private static final String HYBRID =
      """
      12:cpu,cpuacct:/a/b
      4:memory:/a/b
      2:pids:/
      1:name=systemd:/x:y
      0::/u
      """;

  private static CgroupMounts mounts(String... lines) {
    return CgroupMounts.of(List.of(lines).stream().map(MountInfo::parse).toList());
  }

  private static final CgroupMounts LEGACY =
      mounts(
          "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755",
          "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
          "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
          "36 31 0:33 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids",
          "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd",
          "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");

  @Test
  public void foldersAreThoseOfTheHierarchies() {
    CgroupPaths paths = CgroupPaths.parse(HYBRID);
    assertFalse(LEGACY.isUnified());
    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/memory/a/b")), paths.folder("memory", LEGACY));
    assertEquals(
        Optional.of(Path.of("/sys/fs/cgroup/cpu,cpuacct/a/b")), paths.folder("cpuacct", LEGACY));
    assertEquals("the root is nobody's own", Optional.empty(), paths.folder("pids", LEGACY));
    assertEquals("not mounted", Optional.empty(), paths.folder("rdma", LEGACY));
    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/unified/u")), paths.unifiedFolder(LEGACY));
    assertEquals(4, paths.folders(LEGACY).size());
  }

  @Test
  public void pathsAreKeptAsText() {
    CgroupPaths paths = CgroupPaths.parse(HYBRID);
    assertEquals("/x:y", paths.byController().get("name=systemd"));
    assertEquals(paths, CgroupPaths.parse(paths.text()));
  }

  @Test
  public void whatOthersHaveTooIsLeftOut() {
    CgroupPaths paths = CgroupPaths.parse(HYBRID);
    CgroupPaths less = paths.without(CgroupPaths.parse("4:memory:/a/b\n0::/u\n")).withoutRoots();
    assertEquals(
        Map.of("cpu", "/a/b", "cpuacct", "/a/b", "name=systemd", "/x:y"), less.byController());
    assertEquals("", less.unified());
  }

  @Test
  public void groupsOutsideOfWhatIsSeenAreLeftOut() {
    CgroupPaths paths = CgroupPaths.parse("4:memory:/../elsewhere\n");
    assertEquals(Optional.empty(), paths.folder("memory", LEGACY));
  }

  @Test
  public void hostWithoutControllersOfVersionOneIsUnified() {
    CgroupMounts unified = mounts("31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
    assertTrue(unified.isUnified());
    CgroupMounts withSystemd =
        mounts(
            "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd",
            "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw");
    assertTrue(withSystemd.isUnified());
    assertNull(mounts("1 1 0:1 / / rw - ext4 /dev/sda rw").unified());
  }
}
