package io.felucca.itests.runtime;

import static org.junit.Assert.assertEquals;

import io.felucca.itests.fixture.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/**
 * Kills (signal 9) the daemon, reapers, and runc in the middle of creations, at random moments
 * while twenty clients start containers that end: every exit code is told, and nothing is left of
 * anything. {@code -Dit.kills} says how often each is killed.
 */
public class KillsIT {
  private static final int KILLS = Integer.getInteger("it.kills", 15);
  private static final int CLIENTS = 20;
  private static final int LONGEST_PAUSE_MS = 500;

  private final long seed = Long.getLong("it.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);

  private interface Kill {
    /** Whether something was killed. */
    boolean on(Ground ground) throws Exception;
  }

  @Test
  public void noExitIsLostWhereTheDaemonIsKilled() throws Exception {
    killAgainAndAgain(
        "the daemon",
        ground -> {
          ground.daemon().kill();
          ground.revive();
          return true;
        });
  }

  @Test
  public void noExitIsLostWhereReapersAreKilled() throws Exception {
    killAgainAndAgain("reapers", ground -> killOne(ground, true, ""));
  }

  @Test
  public void nothingIsLeftOfCreationsWhoseRuncIsKilled() throws Exception {
    killAgainAndAgain("runc", ground -> killOne(ground, false, " create --pid-file "));
  }

  /** One of the reapers of this daemon, or of the commands that they run. */
  private boolean killOne(Ground ground, boolean reaper, String words) throws IOException {
    String folder = ground.daemon().folder() + "/";
    List<Processes.One> all =
        Processes.each(words).stream()
            .filter(process -> process.command().contains(folder))
            .filter(process -> process.command().contains("/felucca-reaper-") == reaper)
            .toList();
    if (all.isEmpty()) {
      return false;
    }
    long pid = all.get(random.nextInt(all.size())).pid();
    return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
  }

  private void killAgainAndAgain(String what, Kill kill) throws Exception {
    System.out.println("kills of " + what + ": seed " + seed);
    try (Ground ground = Ground.open()) {
      Traces before = Traces.of(ground);
      List<Life> lives = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Life life = new Life(ground, "k" + i, new Random(random.nextLong()));
        lives.add(life);
        life.start();
      }
      int done = 0;
      for (int i = 0; done < KILLS && i < 3 * KILLS; i++) {
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
        done += lives.stream().allMatch(Thread::isAlive) ? killWhenThere(ground, kill) : 0;
      }
      List<String> failures = new ArrayList<>();
      for (Life life : lives) {
        life.finish(failures);
      }
      System.out.printf(
          "kills of %s: %d; %d exit codes told, %d operations tried again%n",
          what,
          done,
          lives.stream().mapToInt(Life::told).sum(),
          lives.stream().mapToInt(Life::again).sum());
      assertEquals(ground.daemon().log(), List.of(), failures);
      assertEquals(before, Traces.settled(ground, before));
      assertEquals(KILLS, done);
    }
  }

  /** What is to be killed may live for some milliseconds only. */
  private static int killWhenThere(Ground ground, Kill kill) throws Exception {
    for (int i = 0; i < 1000; i++) {
      if (kill.on(ground)) {
        return 1;
      }
      Thread.sleep(1);
    }
    return 0;
  }
}
