package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class IdmapTest {
  private static final List<Idmap.Mapping> SHIFT = List.of(new Idmap.Mapping(0, 100_000, 65536));

  @Rule public final Workplace work = new Workplace();

  @Before
  public void root() {
    Workplace.needsRoot();
  }

  @Test
  public void bindShowsMappedOwners() throws Exception {
    Path source = work.file("source/f", "x");
    Path target = work.directory("target");
    Attributes.chown(source, 5, 6);
    Mounts.mount(
        "bind",
        source.getParent().toString(),
        target,
        List.of("rbind", "ro", "uidmap=0:100000:65536", "gidmap=0:200000:65536"));
    assertEquals(100_005, Stat.of(target.resolve("f")).uid());
    assertEquals(200_006, Stat.of(target.resolve("f")).gid());
    assertEquals(5, Stat.of(source).uid());
    assertFails(Errno.EROFS, () -> Attributes.chmod(target.resolve("f"), 0600));
  }

  @Test
  public void namespaceServesSeveralMounts() throws Exception {
    work.file("a/f", "");
    work.file("b/f", "");
    try (Fd namespace = Idmap.userNamespace(SHIFT, SHIFT)) {
      Idmap.bind(work.path("a"), work.directory("x"), namespace, false);
      Idmap.bind(work.path("b"), work.directory("y"), namespace, false);
    }
    assertEquals(100_000, Stat.of(work.path("x/f")).uid());
    assertEquals(100_000, Stat.of(work.path("y/f")).uid());
  }

  @Test
  public void namespacesLeaveNoProcess() throws Exception {
    long before = children();
    for (int i = 0; i < 50; i++) {
      Idmap.userNamespace(SHIFT, SHIFT).close();
    }
    assertEquals(before, children());
  }

  private static long children() {
    return ProcessHandle.current().children().count();
  }

  @Test
  public void mappingThatTheKernelRefusesIsAnError() {
    List<Idmap.Mapping> overlapping =
        List.of(new Idmap.Mapping(0, 1000, 10), new Idmap.Mapping(5, 5000, 10));
    assertFails(Errno.EINVAL, () -> Idmap.userNamespace(overlapping, SHIFT));
  }

  @Test
  public void fileSystemsThatCannotAreRecognised() throws Exception {
    assertTrue(Idmap.supportedOn(work.root()));
    assertFalse(Idmap.supportedOn(Path.of("/proc")));
    assertFails(Errno.ENOENT, () -> Idmap.supportedOn(work.path("none")));
  }

  @Test
  public void otherTypesAreNotMapped() throws Exception {
    Path target = work.directory("t");
    assertFails(
        Errno.EOPNOTSUPP,
        () -> Mounts.mount("tmpfs", "tmpfs", target, List.of("uidmap=0:1:1", "gidmap=0:1:1")));
  }

  @Test
  public void copyOfATreeCanBeChangedBeforeItIsPlaced() throws Exception {
    work.file("source/f", "x");
    Mounts.mount("tmpfs", "tmpfs", work.directory("source/below"), List.of());
    Files.writeString(work.path("source/below/g"), "y");
    Path target = work.directory("target");
    try (MountTree tree = MountTree.copyOf(work.path("source"), true)) {
      tree.change(MountTree.MOUNT_ATTR_RDONLY, 0, true);
      tree.propagate(MountFlags.MS_PRIVATE, true);
      tree.attach(target);
    }
    assertEquals("y", Files.readString(target.resolve("below/g")));
    assertFails(Errno.EROFS, () -> At.unlink(Fd.CWD, target.resolve("below/g").toString()));
    At.unlink(Fd.CWD, work.path("source/below/g").toString());
  }
}
