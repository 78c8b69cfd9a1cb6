package io.felucca.metadata.gc;

import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.gc.GcStats;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.objects.Expiries;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Mark and sweep. Garbage is looked for in a view, beside running changes; changes wait only while
 * what was found is taken out. If something changed between the two, it is looked for again inside
 * the transaction. Bytes go last, so that a crash leaves bytes without references and never the
 * other way round. One collection runs at a time, whichever instance it was asked of.
 */
public final class Collector implements GarbageCollector {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final Publisher events;
  private final Expiries expiries;
  private final Supplier<Collection<Backend>> backends;
  private final Sweeps sweeps;

  /**
   * @param backends all that may be swept
   * @param sweep sweeps one backend and tells whether it is clean now
   */
  public Collector(
      Database database,
      Publisher events,
      Expiries expiries,
      Supplier<Collection<Backend>> backends,
      Predicate<Backend> sweep) {
    this.database = database;
    this.events = events;
    this.expiries = expiries;
    this.backends = backends;
    this.sweeps = new Sweeps(sweep, PATIENCE, () -> database.shared().names("sweeps running"));
  }

  /**
   * The time that counts as locked has the marking in it, though nobody waits for that: the pace of
   * collections shall be bounded by the work they are.
   */
  @Override
  public GcStats collect() {
    Lock alone = database.shared().lock("collection");
    alone.lock();
    try {
      return collectAlone();
    } finally {
      alone.unlock();
    }
  }

  private GcStats collectAlone() {
    long start = System.nanoTime();
    database.backlog().orElseThrow().during(this::removeGarbage);
    Duration marked = since(start);
    Set<Backend> dirty = database.dirt().take(backends.get());
    sweeps.run(dirty, database.dirt());
    return new GcStats(marked, since(start));
  }

  private void removeGarbage() {
    Instant now = Instant.now();
    long moment = database.moment();
    List<Garbage> found = database.view(world -> Garbage.find(world, now, expiries));
    if (!found.isEmpty()) {
      remove(found, moment, now).publish(events);
    }
  }

  private Removal remove(List<Garbage> found, long moment, Instant now) {
    return database.changeSilently(
        change -> {
          boolean valid = database.isFirstSince(moment);
          Removal removal = new Removal(change);
          (valid ? found : Garbage.find(change, now, expiries)).forEach(removal::remove);
          return removal;
        });
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public GcBacklog backlog() {
    return database
        .backlog()
        .map(known -> new GcBacklog(known.isCollected(), known.changes(), known.deletions()))
        .orElse(GcBacklog.NONE);
  }

  @Override
  public Optional<Instant> nextExpiry() {
    if (!expiries.isKnown()) {
      // seen from long ago nothing has expired yet: every moment is noted
      database.view(world -> Garbage.find(world, Instant.EPOCH, expiries));
    }
    return expiries.next();
  }
}
