package io.felucca.shim.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.linux.FolderLock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocksTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path folder;

  @Before
  public void makeFolder() throws Exception {
    folder = temporary.newFolder("t").toPath();
  }

  @Test
  public void whatSomebodyHasIsUnavailable() {
    try (FolderLock first = Locks.tryTake("sandbox", folder).orElseThrow()) {
      assertFalse(Locks.tryTake("sandbox", folder).isPresent());
      Fault fault = assertThrows(Fault.class, () -> Locks.take("sandbox", folder, SHORT));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      assertEquals("sandbox t is being created or deleted", fault.getMessage());
    }
    Locks.take("sandbox", folder, SHORT).close();
  }

  @Test
  public void whatIsGoneIsNotFound() {
    Path gone = folder.resolve("nothing");
    Fault fault = assertThrows(Fault.class, () -> Locks.tryTake("task", gone));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    assertEquals("task nothing", fault.getMessage());
  }

  @Test
  public void whoIsInterruptedWaitsNoLonger() {
    try (FolderLock first = Locks.tryTake("task", folder).orElseThrow()) {
      Thread.currentThread().interrupt();
      Duration patience = Duration.ofMinutes(1);
      Fault fault = assertThrows(Fault.class, () -> Locks.take("task", folder, patience));
      assertEquals(Fault.Kind.CANCELLED, fault.kind());
    } finally {
      Thread.interrupted();
    }
  }
}
