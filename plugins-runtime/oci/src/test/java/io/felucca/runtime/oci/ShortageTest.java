package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class ShortageTest {
  private static final IOException SHORT =
      new FileSystemException("/a/b", null, "Too many open files");

  private static int attempts(Duration patience, int failures, IOException why) {
    AtomicInteger attempts = new AtomicInteger();
    Shortage.outlast(
        patience,
        () -> {
          if (attempts.getAndIncrement() < failures) {
            throw Fault.io("step", why);
          }
        });
    return attempts.get();
  }

  @Test
  public void whatIsShortIsWaitedFor() {
    assertEquals(3, attempts(Duration.ofSeconds(30), 2, SHORT));
  }

  @Test
  public void otherFailuresAndLastingOnesAreTold() {
    IOException other = new FileSystemException("/a/b", null, "Permission denied");
    assertThrows(Fault.class, () -> attempts(Duration.ofSeconds(30), 1, other));
    assertThrows(Fault.class, () -> attempts(Duration.ofMillis(60), 1_000, SHORT));
  }
}
