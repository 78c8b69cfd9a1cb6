package io.felucca.cgroups;

import io.felucca.api.Fault;
import io.felucca.linux.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Kills all processes of a group, however fast they fork. */
final class Killing {
  private static final int ROUNDS = 200;
  private static final long PAUSE_MS = 5;

  private final Cgroup group;

  Killing(Cgroup group) {
    this.group = group;
  }

  void run() {
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> pids = group.pids();
      if (pids.isEmpty()) {
        return;
      }
      if (!atOnce()) {
        oneByOne();
      }
      Pauses.sleep(PAUSE_MS);
    }
    throw Fault.unavailable("processes %s of cgroup %s do not end", group.pids(), group);
  }

  /** Version 2, from kernel 5.14 on. */
  private boolean atOnce() {
    Path file = group.main().orElseThrow().resolve("cgroup.kill");
    if (!group.isUnified() || !Files.exists(file)) {
      return false;
    }
    try {
      Files.write(file, new byte[] {'1'}, StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void oneByOne() {
    new Signalling(group, Signals.SIGKILL).run();
    group.thaw(); // it may have been frozen before
  }
}
