package io.felucca.metadata.content;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.World;
import io.felucca.metadata.locks.KeyLocks;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Removes blobs and ingests from the backend that no namespace knows. */
public final class ContentSweep {
  private static final System.Logger LOG = System.getLogger(ContentSweep.class.getName());

  private final Database database;
  private final ContentBackend backend;
  private final KeyLocks locks;

  public ContentSweep(Database database, ContentBackend backend, KeyLocks locks) {
    this.database = database;
    this.backend = backend;
    this.locks = locks;
  }

  /** Whether all that was to go is gone. */
  public boolean run(Scope scope) {
    try (Held<ContentStore> held = backend.hold(scope)) {
      boolean blobs = sweepBlobs(scope, held.get());
      return sweepIngests(scope, held.get()) && blobs;
    }
  }

  /** One after the other: a backend that hangs in one holds up nobody who is after another. */
  private boolean sweepBlobs(Scope scope, ContentStore store) {
    List<String> there = new ArrayList<>();
    store.list(scope, Filter.ALL, info -> there.add(info.digest().toString()));
    Set<String> known = there.isEmpty() ? Set.of() : knownBlobs();
    boolean clean = true;
    for (String digest : there) {
      clean &= known.contains(digest) || sweepBlob(digest, scope, store);
    }
    return clean;
  }

  /** What was claimed before the lock was taken is seen now, and nothing is claimed any more. */
  private boolean sweepBlob(String digest, Scope scope, ContentStore store) {
    Optional<KeyLocks.Hold> lock = locks.tryAlone(digest);
    if (lock.isEmpty()) {
      return true;
    }
    try (KeyLocks.Hold hold = lock.get()) {
      return database.view(world -> isClaimed(world, digest)) || remove(digest, scope, store);
    }
  }

  private static boolean isClaimed(World world, String digest) {
    return world.names().stream()
        .map(world::space)
        .anyMatch(space -> space.blobs().has(digest) || shared(space).contains(digest));
  }

  private boolean remove(String digest, Scope scope, ContentStore store) {
    LOG.log(Level.DEBUG, "removing content digest={0}", digest);
    return attempt(digest, (s, name) -> s.delete(scope, Digest.parse(name)), store);
  }

  private boolean sweepIngests(Scope scope, ContentStore store) {
    // those that are there now were noted before
    List<IngestStatus> there = store.statuses(scope, Filter.ALL);
    Set<String> known = there.isEmpty() ? Set.of() : knownIngests();
    boolean clean = true;
    for (IngestStatus status : there) {
      clean &= known.contains(status.ref()) || abort(status.ref(), scope, store);
    }
    return clean;
  }

  /** Not while somebody writes, nor when somebody has taken it up meanwhile. */
  private boolean abort(String ref, Scope scope, ContentStore store) {
    Optional<KeyLocks.Hold> lock = locks.tryAlone(ref);
    if (lock.isEmpty()) {
      return false;
    }
    try (KeyLocks.Hold hold = lock.get()) {
      return knownIngests().contains(ref) || attempt(ref, (s, name) -> s.abort(scope, name), store);
    }
  }

  /**
   * One failure does not stop the rest; what is gone is fine, what is being written is not clean.
   */
  private static boolean attempt(
      String name, BiConsumer<ContentStore, String> removal, ContentStore store) {
    try {
      removal.accept(store, name);
      return true;
    } catch (RuntimeException e) {
      boolean gone = Fault.is(e, Fault.Kind.NOT_FOUND);
      Level level = gone || Fault.is(e, Fault.Kind.UNAVAILABLE) ? Level.DEBUG : Level.WARNING;
      LOG.log(level, () -> "cannot remove content name=" + name + " error=" + e.getMessage());
      return gone;
    }
  }

  private Set<String> knownBlobs() {
    return known(
        (space, names) -> {
          space.blobs().each(info -> names.add(info.digest().toString()));
          names.addAll(shared(space));
        });
  }

  /** The blobs that ingests stand for. */
  private static Set<String> shared(Space space) {
    Set<String> names = new HashSet<>();
    space
        .ingests()
        .each(
            ingest -> {
              if (ingest.shared() != null) {
                names.add(ingest.shared().toString());
              }
            });
    return names;
  }

  private Set<String> knownIngests() {
    return known((space, names) -> space.ingests().each(ingest -> names.add(ingest.backendRef())));
  }

  private Set<String> known(BiConsumer<Space, Set<String>> of) {
    return database.view(
        world -> {
          Set<String> names = new HashSet<>();
          world.names().forEach(name -> of.accept(world.space(name), names));
          return names;
        });
  }
}
