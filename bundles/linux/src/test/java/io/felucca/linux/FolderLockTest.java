package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class FolderLockTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  @Rule public final Workplace work = new Workplace();

  private Path folder;

  @Before
  public void makeFolder() throws IOException {
    folder = Files.createDirectory(work.path("t"));
  }

  @Test
  public void onlyOneHasTheRight() throws Exception {
    try (FolderLock first = FolderLock.tryTake(folder).orElseThrow()) {
      assertEquals(Optional.empty(), FolderLock.tryTake(folder));
      assertEquals(Optional.empty(), FolderLock.take(folder, SHORT));
    }
    take().close();
  }

  private FolderLock take() throws Exception {
    return FolderLock.take(folder, Duration.ofSeconds(20)).orElseThrow();
  }

  @Test
  public void rightIsWaitedFor() throws Exception {
    FutureTask<FolderLock> second = new FutureTask<>(this::take);
    try (FolderLock first = take()) {
      new Thread(second, "second").start();
    }
    second.get(120, TimeUnit.SECONDS).close();
  }

  @Test
  public void thereIsNoRightToAFolderThatIsGone() {
    Path gone = folder.resolve("nothing");
    LinuxException e = assertThrows(LinuxException.class, () -> FolderLock.tryTake(gone));
    assertTrue(e.is(Errno.ENOENT));
  }

  @Test
  public void rightToFolderThatWasRemovedIsNoneToTheNextOfItsName() throws Exception {
    try (OfdLock opened = OfdLock.tryAcquire(folder.resolve("lock"), false)) {
      assertTrue(FolderLock.isThere(opened, folder.resolve("lock")));
      remove();
      assertFalse(FolderLock.isThere(opened, folder.resolve("lock")));
      Files.createDirectory(folder);
      take().close();
      assertFalse(FolderLock.isThere(opened, folder.resolve("lock")));
    }
  }

  private void remove() throws IOException {
    Files.delete(folder.resolve("lock"));
    Files.delete(folder);
  }
}
