package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Labels;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.event.Events;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Ingest;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import io.felucca.metadata.locks.KeyLocks;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Ends ingests: first the bytes become a blob in the backend, outside of any transaction because
 * that takes as long as the disk takes; then the namespace gets the blob. Between the two a lock on
 * the digest keeps the collector away.
 */
public final class Commits {
  private final Database database;
  private final Sharing sharing;
  private final Publisher events;
  private final KeyLocks locks;

  public Commits(Database database, Sharing sharing, Publisher events, KeyLocks locks) {
    this.database = database;
    this.sharing = sharing;
    this.events = events;
    this.locks = locks;
  }

  /**
   * What is to be committed.
   *
   * @param writer null where the ingest stands for the blob of {@code descriptor}
   */
  record Request(
      Scope scope,
      Ingest ingest,
      Descriptor descriptor,
      ContentWriter writer,
      long size,
      Digest expected,
      Map<String, String> labels) {
    /** The name of the blob to come: a client may name its bytes by another algorithm. */
    Digest digest() {
      if (writer == null) {
        return descriptor.digest();
      }
      return expected == null ? writer.digest() : expected;
    }

    long offset() {
      return writer == null ? descriptor.size() : writer.status().offset();
    }
  }

  /** The digest of the blob. */
  Digest commit(Request request) {
    LabelRules.check("info.Labels", request.labels);
    String namespace = request.scope.requireNamespace();
    Digest digest = request.digest();
    ContentInfo blob = blob(request, digest);
    try (KeyLocks.Hold kept = locks.shared(request.scope, digest.toString())) {
      database.view(
          world -> {
            world.space(namespace).leaseBook().check(request.scope);
            return null;
          });
      commitInBackend(request, blob);
      if (!note(namespace, request, blob)) {
        throw Fault.exists("content %s", digest);
      }
    }
    events.publish(
        request.scope,
        "/content/create",
        new Events.ContentCreate(digest, blob.size(), request.descriptor.mediaType()));
    return digest;
  }

  private boolean note(String namespace, Request request, ContentInfo blob) {
    try {
      return database.change(change -> note(change.space(namespace), request, blob));
    } catch (RuntimeException | Error e) {
      // the blob is there and nobody has it
      database.dirt().add(Set.of(Backend.CONTENT));
      throw e;
    }
  }

  private static ContentInfo blob(Request request, Digest digest) {
    long offset = request.offset();
    if (request.size > 0 && request.size != offset) {
      throw Fault.precondition(
          "\"%s\" failed size validation: %d != %d", request.ingest.ref(), offset, request.size);
    }
    Instant now = Instant.now();
    return new ContentInfo(digest, offset, now, now, Labels.withoutEmpty(request.labels));
  }

  private void commitInBackend(Request request, ContentInfo blob) {
    if (request.writer == null) {
      checkShared(request, blob.digest());
      return;
    }
    try {
      request.writer.commit(blob.size(), request.expected, Map.of());
    } catch (Fault e) {
      // another namespace has it: the bytes were proven to be the same
      if (e.kind() != Fault.Kind.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private void checkShared(Request request, Digest digest) {
    if (request.expected != null && !request.expected.equals(digest)) {
      throw Fault.precondition(
          "\"%s\" unexpected digest: %s, expected %s",
          request.ingest.ref(), digest, request.expected);
    }
    if (sharing.inBackend(request.scope, digest).isEmpty()) {
      throw Fault.notFound("content %s", digest);
    }
  }

  /** False where the namespace has the blob already; lease and ingest are handled all the same. */
  private static boolean note(Space space, Request request, ContentInfo blob) {
    Table<ContentInfo> blobs = space.blobs();
    boolean isNew = !blobs.has(blob.digest().toString());
    if (isNew) {
      blobs.put(blob);
    }
    String ref = request.ingest.ref();
    Table<Ingest> ingests = space.ingests();
    if (ingests.get(ref).filter(request.ingest::isSame).isPresent()) {
      ingests.delete(ref);
    }
    LeaseBook leases = space.leaseBook();
    leases.remove(request.scope, LeaseBook.ingest(ref));
    leases.add(request.scope, LeaseBook.content(blob.digest()));
    return isNew;
  }
}
