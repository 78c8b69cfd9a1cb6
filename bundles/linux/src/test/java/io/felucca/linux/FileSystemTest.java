package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class FileSystemTest {
  @Rule public final Workplace work = new Workplace();

  @Test
  public void typeAndSizeAreTold() throws Exception {
    Workplace.needsRoot();
    Path target = work.directory("t");
    Mounts.mount("tmpfs", "tmpfs", target, List.of("size=1m", "nr_inodes=100", "nosuid"));
    FileSystem fs = FileSystem.of(target);
    assertEquals(FileSystem.TMPFS, fs.type());
    assertEquals(1 << 20, fs.blocks() * fs.blockSize());
    assertEquals(100, fs.files());
    assertEquals(MountFlags.MS_NOSUID, fs.flags() & MountFlags.MS_NOSUID);
    try (Fd fd = Open.directory(target)) {
      assertEquals(fs, FileSystem.of(fd));
    }
  }

  @Test
  public void freeSpaceAgreesWithTheJdk() throws Exception {
    FileSystem fs = FileSystem.of(work.root());
    long total = Files.getFileStore(work.root()).getTotalSpace();
    assertEquals(total, fs.blocks() * fs.blockSize());
    assertTrue(fs.available() <= fs.blocks());
  }

  @Test
  public void procIsRecognised() throws Exception {
    assertEquals(FileSystem.PROC, FileSystem.of(Path.of("/proc")).type());
  }
}
