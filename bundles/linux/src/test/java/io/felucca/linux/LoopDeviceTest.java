package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class LoopDeviceTest {
  @Rule public final Workplace work = new Workplace();

  @Before
  public void root() throws IOException {
    Workplace.needsRoot();
    Workplace.needsProgram("mkfs.ext4");
  }

  private Path image() throws IOException {
    Path image = work.path("image");
    try (Fd fd = Open.path(image, Open.O_RDWR | Open.O_CREAT, 0600)) {
      FileData.truncate(fd, 8 << 20);
    }
    assertEquals(0, Spawn.command("mkfs.ext4", "-q", image.toString()).run().exitCode());
    return image;
  }

  private static boolean backs(String device, Path file) throws IOException {
    Path backing = Path.of("/sys/block", device.substring(5), "loop/backing_file");
    try {
      return Files.readString(backing).strip().equals(file.toString());
    } catch (IOException e) {
      return false;
    }
  }

  private static String device(Path point) throws IOException {
    return MountInfo.read().stream()
        .filter(m -> m.mountPoint().equals(point.toString()))
        .map(MountInfo::source)
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void imageIsMountedAndItsDeviceGoesWithTheMount() throws Exception {
    Path image = image();
    Path target = work.directory("t");
    Mounts.mount("ext4", image.toString(), target, List.of("loop", "noatime"));
    String device = device(target);
    assertTrue(backs(device, image));
    Files.writeString(target.resolve("f"), "x");
    assertEquals(FileSystem.EXT4, FileSystem.of(target).type());
    Mounts.unmount(target);
    for (int i = 0; i < 3000 && backs(device, image); i++) {
      Thread.sleep(20);
    }
    assertFalse(backs(device, image));
  }

  @Test
  public void readOnlyImageCanBeMounted() throws Exception {
    Path image = image();
    Path target = work.directory("t");
    Mounts.mount("ext4", image.toString(), target, List.of("loop", "ro"));
    assertFails(Errno.EROFS, () -> At.mkdir(Fd.CWD, target.resolve("d").toString(), 0700));
    Mounts.unmount(target);
  }

  @Test
  public void deviceIsFreeAgainWhenTheMountFails() throws Exception {
    Path image = work.file("image", "no file system".repeat(1000));
    Path target = work.directory("t");
    assertFails(
        Errno.EINVAL, () -> Mounts.mount("ext4", image.toString(), target, List.of("loop")));
    assertFails(
        Errno.ENOENT,
        () -> Mounts.mount("ext4", work.path("none").toString(), target, List.of("loop")));
  }

  @Test
  public void attachingAtTheSameTimeGivesDifferentDevices() throws Exception {
    Path image = work.file("image", "x".repeat(4096));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<LoopDevice> devices = new ArrayList<>();
    try {
      Callable<LoopDevice> attach = () -> LoopDevice.attach(image, true);
      List<Future<LoopDevice>> started = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        started.add(threads.submit(attach));
      }
      for (Future<LoopDevice> future : started) {
        devices.add(future.get());
      }
      HashSet<Path> paths = new HashSet<>();
      devices.forEach(d -> paths.add(d.path()));
      assertEquals(16, paths.size());
    } finally {
      threads.shutdown();
      devices.forEach(LoopDevice::close);
    }
  }
}
