package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentWriter;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Ingest;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.locks.KeyLocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Opens ingests. Each is noted durably before the backend hears of it, so that none is ever written
 * that nobody knows.
 */
public final class Ingests {
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration REFRESH = Duration.ofHours(1);

  private final Database database;
  private final ContentBackend backend;
  private final Sharing sharing;
  private final KeyLocks locks;
  private final Commits commits;

  /**
   * @param locks on digests and refs of the backend: they keep the collector from a blob while it
   *     gets a new reference, and from an ingest while it is written
   */
  public Ingests(
      Database database, ContentBackend backend, Sharing sharing, KeyLocks locks, Commits commits) {
    this.database = database;
    this.backend = backend;
    this.sharing = sharing;
    this.locks = locks;
    this.commits = commits;
  }

  ContentWriter open(Scope scope, String ref, Descriptor expected) {
    if (ref.isEmpty()) {
      throw Fault.invalid("ref must not be empty");
    }
    String namespace = scope.requireNamespace();
    Digest digest = expected.digest();
    if (digest == null) {
      return ordinary(scope, note(scope, namespace, ref, expected, null), expected);
    }
    try (KeyLocks.Hold kept = locks.shared(scope, digest.toString())) {
      Optional<ContentInfo> known = sharing.find(scope, expected);
      Noted noted = note(scope, namespace, ref, expected, known.isPresent() ? digest : null);
      if (noted.exists) {
        throw Fault.exists("content %s", digest);
      }
      return known.isPresent()
          ? shared(scope, noted, expected, known.get().size())
          : ordinary(scope, noted, expected);
    }
  }

  private ContentWriter shared(Scope scope, Noted noted, Descriptor expected, long size) {
    Descriptor known = Descriptor.of(expected.mediaType(), expected.digest(), size);
    return new IngestWriter(scope, noted.ingest, known, this::reopen, commits, null);
  }

  /** The backend is not told the digest: there may be a blob that this namespace must not see. */
  private ContentWriter ordinary(Scope scope, Noted noted, Descriptor expected) {
    Ingest ingest = noted.ingest;
    Descriptor wanted = Descriptor.of(expected.mediaType(), null, expected.size());
    try {
      OpenIngest open = OpenIngest.open(scope, backend, locks, ingest.backendRef(), wanted);
      takeOver(scope, ingest, expected, open);
      return new IngestWriter(scope, ingest, expected, this::reopen, commits, open);
    } catch (RuntimeException | Error e) {
      if (noted.isNew && !Fault.is(e, Fault.Kind.UNAVAILABLE)) {
        forget(scope, ingest);
      }
      throw e;
    }
  }

  /**
   * Drops what somebody else has left. Without a digest nothing says that those were the same
   * bytes, and there are clients that use one ref for many things: {@code ctr images import} writes
   * the {@code index.json} of every archive under the same one. To be called with the lock on the
   * ingest, because until then others may write to it.
   */
  private void takeOver(Scope scope, Ingest ingest, Descriptor expected, OpenIngest open) {
    try {
      if (expected.digest() == null && !scope.lease().isEmpty() && !isOwn(scope, ingest)) {
        open.writer().truncate(0);
        database.change(change -> own(scope, change.space(scope.namespace()), ingest));
      }
    } catch (RuntimeException | Error e) {
      open.close();
      database.dirt().add(Set.of(Backend.CONTENT));
      throw e;
    }
  }

  private boolean isOwn(Scope scope, Ingest ingest) {
    return database
        .view(world -> world.space(scope.namespace()).ingests().get(ingest.ref()))
        .filter(now -> now.isSame(ingest) && now.lease().equals(scope.lease()))
        .isPresent();
  }

  private static Ingest own(Scope scope, Space space, Ingest ingest) {
    Ingest own = new Ingest(ingest.ref(), ingest.backendRef(), null, null, scope.lease());
    if (space.ingests().get(ingest.ref()).filter(now -> !now.isSame(own)).isPresent()) {
      throw Fault.unavailable("ref %s was ended and begun again meanwhile", ingest.ref());
    }
    space.leaseBook().add(scope, LeaseBook.ingest(ingest.ref()));
    space.ingests().put(own);
    return own;
  }

  private OpenIngest reopen(Scope scope, Ingest ingest, Descriptor wanted) {
    return OpenIngest.open(scope, backend, locks, ingest.backendRef(), wanted);
  }

  private void forget(Scope scope, Ingest ingest) {
    database.dirt().add(Set.of(Backend.CONTENT));
    database.changeSilently(
        change -> {
          Space space = change.space(scope.namespace());
          space.leaseBook().remove(scope, LeaseBook.ingest(ingest.ref()));
          return space.ingests().delete(ingest.ref());
        });
  }

  /** What {@link #note} found: the blob itself, or an ingest, perhaps a new one. */
  private record Noted(boolean exists, Ingest ingest, boolean isNew) {}

  private Noted note(
      Scope scope, String namespace, String ref, Descriptor expected, Digest shared) {
    String fresh = database.backendName(namespace, ref);
    return database.change(
        change -> note(change, scope, change.space(namespace), expected, ref, fresh, shared));
  }

  private static Noted note(
      Change change,
      Scope scope,
      Space space,
      Descriptor expected,
      String ref,
      String fresh,
      Digest shared) {
    LeaseBook leases = space.leaseBook();
    Digest digest = expected.digest();
    if (digest != null && space.blobs().has(digest.toString())) {
      leases.add(scope, LeaseBook.content(digest));
      return new Noted(true, null, false);
    }
    leases.add(scope, LeaseBook.ingest(ref));
    Table<Ingest> ingests = space.ingests();
    Optional<Ingest> old = ingests.get(ref);
    Ingest ingest =
        new Ingest(
            ref,
            old.map(Ingest::backendRef).orElse(fresh),
            expiry(scope, old),
            shared != null ? shared : old.map(Ingest::shared).orElse(null),
            old.map(Ingest::lease).orElse(scope.lease()));
    if (!old.equals(Optional.of(ingest))) {
      ingests.put(ingest);
    }
    return new Noted(false, ingest, old.isEmpty());
  }

  /** A lease keeps an ingest as long as the lease lives; without one it lives for a day. */
  private static Instant expiry(Scope scope, Optional<Ingest> old) {
    Instant before = old.map(Ingest::expireAt).orElse(null);
    if (!scope.lease().isEmpty()) {
      return before;
    }
    Instant now = Instant.now();
    boolean recent = before != null && before.isAfter(now.plus(LIFE).minus(REFRESH));
    return recent ? before : now.plus(LIFE);
  }
}
