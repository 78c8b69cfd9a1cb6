package io.felucca.itests.crash;

import java.util.List;
import java.util.Random;

/** One life of the daemon: loads run until it is killed at a moment that chance chooses. */
final class Round {
  private static final int MOST_STEPS = 3;
  private static final int LONGEST_STEP_MS = 400;
  private static final int STRAGGLER_MS = 300;

  private final Stage stage;
  private final Random random;
  private volatile boolean dead;
  private volatile int steps;
  private volatile Throwable failure;
  private List<Thread> threads = List.of();

  Round(Stage stage, Random random) {
    this.stage = stage;
    this.random = random;
  }

  /**
   * Runs the loads at the same time. The kill comes some steps of the first one later, and a
   * moment.
   */
  void run(List<Load> loads) throws Exception {
    threads = loads.stream().map(load -> start(load, loads.get(0))).toList();
    int wanted = random.nextInt(MOST_STEPS);
    while (steps < wanted && failure == null) {
      Thread.sleep(1);
    }
    Thread.sleep(random.nextInt(LONGEST_STEP_MS));
    dead = true;
    stage.kill();
    join(STRAGGLER_MS);
    if (failure != null) {
      throw new AssertionError("failed before the kill", failure);
    }
    for (Load load : loads) {
      load.afterDeath();
    }
  }

  /**
   * The daemon is back: waits for those who have waited for it. (An import asks for its writers
   * again and again while the daemon is unavailable, and goes on when it is back.)
   */
  void settle() throws InterruptedException {
    join(0);
  }

  private void join(long millis) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(millis);
    }
  }

  private Thread start(Load load, Load first) {
    Thread thread = new Thread(() -> go(load, load == first), load.getClass().getSimpleName());
    thread.start();
    return thread;
  }

  private void go(Load load, boolean counts) {
    try {
      while (!dead) {
        load.step();
        steps += counts ? 1 : 0;
      }
    } catch (Exception | AssertionError e) {
      if (!dead) {
        failure = e;
      }
    }
  }
}
