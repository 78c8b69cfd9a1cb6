package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.HeldReader;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.metadata.db.Backend;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Ingest;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.Pages;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The content that each namespace sees: which blobs, with which labels, is in the store; their
 * bytes are in the backend, once for all namespaces.
 */
public final class ContentView implements ContentStore {
  private final Database database;
  private final ContentBackend backend;
  private final Publisher events;
  private final Ingests ingests;

  public ContentView(Database database, ContentBackend backend, Publisher events, Ingests ingests) {
    this.database = database;
    this.backend = backend;
    this.events = events;
    this.ingests = ingests;
  }

  @Override
  public ContentInfo info(Scope scope, Digest digest) {
    String namespace = scope.requireNamespace();
    return database.view(world -> existing(world.space(namespace).blobs(), digest));
  }

  private static ContentInfo existing(Table<ContentInfo> blobs, Digest digest) {
    return blobs.get(digest.toString()).orElseThrow(() -> notFound(digest));
  }

  private static Fault notFound(Digest digest) {
    return Fault.notFound("content digest %s", digest);
  }

  @Override
  public ContentInfo update(Scope scope, ContentInfo info, FieldPaths paths) {
    String namespace = scope.requireNamespace();
    return database.change(change -> relabel(change.space(namespace).blobs(), info, paths));
  }

  private static ContentInfo relabel(
      Table<ContentInfo> blobs, ContentInfo given, FieldPaths paths) {
    ContentInfo old = existing(blobs, given.digest());
    Map<String, String> labels =
        LabelRules.update(
            old.labels(), given.labels(), paths, path -> unknownPath(path, given.digest()));
    ContentInfo updated =
        new ContentInfo(old.digest(), old.size(), old.createdAt(), Instant.now(), labels);
    blobs.put(updated);
    return updated;
  }

  private static Fault unknownPath(String path, Digest digest) {
    return Fault.invalid("cannot update \"%s\" field on content info \"%s\"", path, digest);
  }

  @Override
  public void list(Scope scope, Filter filter, Consumer<ContentInfo> to) {
    String namespace = scope.requireNamespace();
    Pages.each(
        database,
        world -> world.space(namespace).blobs(),
        info -> info.digest().toString(),
        page -> page.stream().filter(filter).forEach(to));
  }

  @Override
  public void delete(Scope scope, Digest digest) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          Space space = change.space(namespace);
          if (!space.blobs().delete(digest.toString())) {
            throw notFound(digest);
          }
          space.leaseBook().remove(scope, LeaseBook.content(digest));
          change.deletedIn(Backend.CONTENT);
          return null;
        });
    events.publish(scope, "/content/delete", new Events.ContentDelete(digest));
  }

  @Override
  public ContentReader reader(Scope scope, Descriptor descriptor) {
    info(scope, descriptor.digest());
    Held<ContentStore> held = backend.hold(scope);
    try {
      return new HeldReader(held, held.get().reader(scope, descriptor));
    } catch (RuntimeException | Error e) {
      held.close();
      throw e;
    }
  }

  @Override
  public ContentWriter writer(Scope scope, String ref, Descriptor expected) {
    return ingests.open(scope, ref, expected);
  }

  @Override
  public IngestStatus status(Scope scope, String ref) {
    Ingest ingest = ingest(scope, ref);
    return named(ref, backend.call(scope, store -> store.status(scope, ingest.backendRef())));
  }

  private Ingest ingest(Scope scope, String ref) {
    String namespace = scope.requireNamespace();
    return database
        .view(world -> world.space(namespace).ingests().get(ref))
        .orElseThrow(() -> Fault.notFound("reference %s", ref));
  }

  private static IngestStatus named(String ref, IngestStatus status) {
    return new IngestStatus(
        ref,
        status.offset(),
        status.total(),
        status.expected(),
        status.startedAt(),
        status.updatedAt());
  }

  @Override
  public List<IngestStatus> statuses(Scope scope, Filter filter) {
    String namespace = scope.requireNamespace();
    List<Ingest> all = new ArrayList<>();
    database.view(
        world -> {
          world.space(namespace).ingests().each(all::add);
          return null;
        });
    return backend.call(
        scope,
        store ->
            all.stream()
                .map(ingest -> known(store, scope, ingest))
                .flatMap(Optional::stream)
                .filter(filter)
                .toList());
  }

  /** Empty for an ingest without bytes: one that stands for a shared blob, or that just ended. */
  private static Optional<IngestStatus> known(ContentStore store, Scope scope, Ingest ingest) {
    try {
      return Optional.of(named(ingest.ref(), store.status(scope, ingest.backendRef())));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public void abort(Scope scope, String ref) {
    Ingest ingest = ingest(scope, ref);
    abortInBackend(scope, ingest);
    database.change(
        change -> {
          Space space = change.space(scope.namespace());
          space.ingests().delete(ref);
          space.leaseBook().remove(scope, LeaseBook.ingest(ref));
          return null;
        });
  }

  private void abortInBackend(Scope scope, Ingest ingest) {
    try {
      backend.call(
          scope,
          store -> {
            store.abort(scope, ingest.backendRef());
            return null;
          });
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }
}
