package io.felucca.gc;

import io.felucca.api.Scope;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.gc.GcStats;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import java.time.Instant;
import java.util.Optional;

/** The collector that serves now. Only a collection waits for one that is away. */
final class SeatedCollector implements GarbageCollector {
  private static final Scope AT_ONCE = Scope.daemon().withDeadline(Instant.EPOCH);

  private final Seat<GarbageCollector> seat;

  SeatedCollector(PluginRegistry registry) {
    this.seat = new Seat<>(registry, GarbageCollector.KIND, Metadata.ID);
  }

  @Override
  public GcStats collect() {
    return seat.call(Scope.daemon(), GarbageCollector::collect);
  }

  @Override
  public GcBacklog backlog() {
    return seat.call(AT_ONCE, GarbageCollector::backlog);
  }

  @Override
  public Optional<Instant> nextExpiry() {
    return seat.call(AT_ONCE, GarbageCollector::nextExpiry);
  }
}
