package io.felucca.registry.graph;

import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.slot.Stay;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What plugins that serve wait for outside of the daemon. Adapters of other processes are asked now
 * and again, so that a change is an event even where nobody calls them.
 */
final class Outside {
  private static final int LOOK_EVERY_MS = 500;

  private final ScheduledExecutorService clock;
  private final StatusWatcher watcher;
  private ScheduledFuture<?> looking;

  /** What one plugin waits for, and since when. */
  static final class Mark {
    private String words = "";
    private Instant since = Instant.EPOCH;

    /** Since when it has waited for that; now, where that is news. */
    synchronized Instant since(String now) {
      return now.equals(words) ? since : Instant.now();
    }

    /** Notes it; false where it is no news. */
    private synchronized boolean note(String now) {
      boolean news = !now.equals(words);
      if (news) {
        since = words.isEmpty() || now.isEmpty() ? Instant.now() : since;
        words = now;
      }
      return news;
    }
  }

  Outside(ScheduledExecutorService clock, StatusWatcher watcher) {
    this.clock = clock;
    this.watcher = watcher;
  }

  /** Looks at the adapters among these from now on; rests where there is none. */
  synchronized void follow(List<Node> nodes) {
    List<Node> adapters = nodes.stream().filter(Outside::isAdapter).toList();
    if (looking != null) {
      looking.cancel(false);
      looking = null;
    }
    if (!adapters.isEmpty()) {
      looking =
          clock.scheduleWithFixedDelay(
              () -> adapters.forEach(this::look),
              LOOK_EVERY_MS,
              LOOK_EVERY_MS,
              TimeUnit.MILLISECONDS);
    }
  }

  private static boolean isAdapter(Node node) {
    Wanted wanted = node.wanted();
    return wanted != null && wanted.declaration().uri().isAdapter();
  }

  private void look(Node node) {
    try (Stay stay = node.slot().enterNow()) {
      String words = stay == null ? "" : words(stay.service());
      if (node.outside().note(words) && stay != null) {
        watcher.changed(node.uri(), words.isEmpty() ? PluginState.OK : PluginState.WAITING, words);
      }
    }
  }

  /** What a plugin waits for; one that cannot even say that waits for nothing. */
  static String words(Object service) {
    try {
      return service instanceof Plugin plugin ? plugin.waitsFor() : "";
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }
}
