package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

public class FileDataTest {
  private static final int MIB = 1 << 20;

  @Rule public final Workplace work = new Workplace();

  private Fd create(String name) throws LinuxException {
    return Open.path(work.path(name), Open.O_RDWR | Open.O_CREAT, 0600);
  }

  private static ByteBuffer random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** 8 MiB with data in the second and the sixth. */
  private Fd sparse() throws LinuxException {
    Fd file = create("sparse");
    FileData.truncate(file, 8 * MIB);
    file.writeFully(random(MIB), MIB);
    file.writeFully(random(MIB), 5 * MIB);
    return file;
  }

  @Test
  public void holesAreFound() throws Exception {
    try (Fd file = sparse()) {
      assertEquals(MIB, FileData.nextData(file, 0));
      assertEquals(2 * MIB, FileData.nextHole(file, MIB));
      assertEquals(5 * MIB, FileData.nextData(file, 2 * MIB));
      assertEquals(-1, FileData.nextData(file, 7 * MIB));
      assertEquals(-1, FileData.nextHole(file, 9 * MIB));
    }
  }

  @Test
  public void copyKeepsContentAndHoles() throws Exception {
    try (Fd from = sparse();
        Fd to = create("copy")) {
      FileData.copy(from, to);
      assertTrue(Stat.of(to).blocks() * 512 < 3 * MIB);
    }
    assertArrayEquals(
        Files.readAllBytes(work.path("sparse")), Files.readAllBytes(work.path("copy")));
  }

  @Test
  public void copyToAnotherFileSystemWorks() throws Exception {
    Workplace.needsRoot();
    Path memory = work.directory("memory");
    Mounts.mount("tmpfs", "tmpfs", memory, List.of("size=20m"));
    try (Fd from = sparse();
        Fd to = Open.path(memory.resolve("copy"), Open.O_RDWR | Open.O_CREAT, 0600)) {
      FileData.copy(from, to);
    }
    assertEquals(-1, Files.mismatch(work.path("sparse"), memory.resolve("copy")));
  }

  @Test
  public void blocksAreSharedWhereTheFileSystemCan() throws Exception {
    Workplace.needsRoot();
    Workplace.needsProgram("mkfs.xfs");
    Path image = work.path("image");
    try (Fd fd = create("image")) {
      FileData.truncate(fd, 320L * MIB);
    }
    assertEquals(0, Spawn.command("mkfs.xfs", "-q", image.toString()).run().exitCode());
    Path xfs = work.directory("xfs");
    Mounts.mount("xfs", image.toString(), xfs, List.of("loop"));
    try (Fd from = Open.path(xfs.resolve("a"), Open.O_RDWR | Open.O_CREAT, 0600);
        Fd to = Open.path(xfs.resolve("b"), Open.O_RDWR | Open.O_CREAT, 0600);
        Fd elsewhere = create("elsewhere")) {
      from.writeFully(random(MIB));
      from.syncFileSystem();
      long free = FileSystem.of(from).available();
      FileData.reflink(from, to);
      to.syncFileSystem();
      assertEquals(free, FileSystem.of(from).available());
      assertFails(Errno.EXDEV, () -> FileData.reflink(from, elsewhere));
    }
    assertEquals(-1, Files.mismatch(xfs.resolve("a"), xfs.resolve("b")));
    Mounts.unmount(xfs);
  }

  @Test
  public void spaceIsReservedAndGivenBack() throws Exception {
    try (Fd file = create("f")) {
      FileData.allocate(file, 0, MIB);
      assertEquals(MIB, Stat.of(file).size());
      long blocks = Stat.of(file).blocks();
      FileData.punchHole(file, 0, MIB / 2);
      assertEquals(MIB, Stat.of(file).size());
      assertTrue(Stat.of(file).blocks() < blocks);
    }
  }

  @Test
  public void sendsFromAFileToAPipe() throws Exception {
    work.file("f", "0123456789");
    try (Fd file = Open.path(work.path("f"), Open.O_RDONLY);
        Pipe pipe = Pipe.open()) {
      assertEquals(4, FileData.send(file, 3, pipe.writer(), 4));
      ByteBuffer buffer = ByteBuffer.allocate(10);
      pipe.reader().read(buffer);
      assertEquals("3456", new String(buffer.array(), 0, buffer.position()));
      assertEquals(0, FileData.send(file, 100, pipe.writer(), 4));
    }
  }
}
