package io.felucca.reaper;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ExitWatchTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test(timeout = 60_000)
  public void exitThatCannotBeReadForNowIsToldLater() throws Exception {
    Path folder = temporary.newFolder().toPath();
    Path record = Files.createDirectory(folder.resolve("exit"));
    try (ExitWatch watch = new ExitWatch(new Folder(folder), null)) {
      watch.start(null);
      assertThrows(TimeoutException.class, () -> watch.exit().get(100, TimeUnit.MILLISECONDS));
      Files.delete(record);
      Files.writeString(folder.resolve("new"), "7 1700000000 0\n");
      Files.move(folder.resolve("new"), record);
      assertEquals(7, watch.exit().get().status());
    }
  }
}
