package io.felucca.shim.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FolderLockTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder() {
    return temporary.getRoot().toPath();
  }

  @Test
  public void onlyOneHasTheRight() {
    try (FolderLock first = FolderLock.tryTake(folder()).orElseThrow()) {
      assertFalse(FolderLock.tryTake(folder()).isPresent());
      Fault fault =
          assertThrows(Fault.class, () -> FolderLock.take(folder(), Duration.ofMillis(30)));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    }
    FolderLock.take(folder(), Duration.ofMillis(30)).close();
  }

  @Test
  public void folderThatIsGoneIsNotFound() {
    Fault fault = assertThrows(Fault.class, () -> FolderLock.tryTake(folder().resolve("nothing")));
    assertTrue(Fault.is(fault, Fault.Kind.NOT_FOUND));
  }
}
