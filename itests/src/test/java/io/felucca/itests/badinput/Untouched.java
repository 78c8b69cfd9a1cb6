package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Leftovers;
import java.util.List;
import java.util.Set;

/** What a daemon has before something is tried that cannot be done, and must have afterwards. */
record Untouched(Daemon daemon, Footprint before) {
  private static final int LOOKS = 3000;
  private static final int PAUSE_MS = 20;

  static Untouched look(Daemon daemon) throws Exception {
    return new Untouched(daemon, Footprint.of(daemon));
  }

  /**
   * No task, no shim or reaper, no mount, no file more than before. Where there is more it goes: it
   * is not to be in the next one's way.
   */
  void check() throws Exception {
    try {
      compare();
    } catch (AssertionError more) {
      removeAll();
      throw more;
    }
  }

  private void removeAll() throws Exception {
    for (String task : daemon.ctr("tasks", "ls", "-q").lines()) {
      daemon.ctr("tasks", "rm", "-f", task);
    }
    for (String container : daemon.ctr("containers", "ls", "-q").lines()) {
      daemon.ctr("containers", "rm", container);
    }
  }

  private void compare() throws Exception {
    assertEquals(List.of(), daemon.ctr("tasks", "ls", "-q").ok().lines());
    assertEquals(List.of(), daemon.ctr("containers", "ls", "-q").ok().lines());
    Leftovers left = Leftovers.settled(daemon.folder());
    assertTrue(left.toString(), left.isEmpty());
    Set<String> more = Footprint.of(daemon).beyond(before);
    for (int i = 0; i < LOOKS && !more.isEmpty(); i++) {
      Thread.sleep(PAUSE_MS);
      more = Footprint.of(daemon).beyond(before);
    }
    assertEquals(Set.of(), more);
  }
}
