package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Input that ends while a container, or an exec, is still being made: {@code ctr} has read all of
 * it, and has gone from the FIFO, before the daemon answers. All of it arrives, and then its end.
 */
public class InputIT {
  private static final int TIMES = 5;

  private static Daemon daemon;

  @BeforeClass
  public static void startDaemon() throws Exception {
    daemon = Daemon.started();
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    daemon.ctr("run", "-d", BusyboxImage.NAME, "c", "sleep", "1000000").ok();
  }

  @AfterClass
  public static void endDaemon() throws Exception {
    daemon.close();
  }

  private static void piped(String words, String call) throws Exception {
    String line = "echo %s | timeout 60 ctr -a %s %s".formatted(words, daemon.address(), call);
    assertEquals(words + "\n", Command.run(daemon.folder(), "sh", "-c", line).ok().out());
  }

  @Test
  public void inputOfAContainerComesToItsEnd() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      piped("run" + i, "run --rm " + BusyboxImage.NAME + " r" + i + " cat");
    }
  }

  @Test
  public void inputOfAnExecComesToItsEnd() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      piped("exec" + i, "tasks exec --exec-id e" + i + " c cat");
    }
  }
}
