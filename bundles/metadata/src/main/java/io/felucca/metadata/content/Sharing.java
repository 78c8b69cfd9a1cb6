package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.World;
import java.util.Optional;

/**
 * Whether a namespace gets a blob that another one has brought by naming its digest: under the
 * policy {@code shared} always, under {@code isolated} only from namespaces labelled as shareable.
 */
public final class Sharing {
  private static final String SHAREABLE = "containerd.io/namespace.shareable";

  private final Database database;
  private final ContentBackend backend;
  private final boolean always;

  public Sharing(Database database, ContentBackend backend, boolean always) {
    this.database = database;
    this.backend = backend;
    this.always = always;
  }

  /** The blob that is there and may be shared; empty also where its size is not as expected. */
  Optional<ContentInfo> find(Scope scope, Descriptor expected) {
    Digest digest = expected.digest();
    if (!always && !database.view(world -> isShareable(world, digest))) {
      return Optional.empty();
    }
    return inBackend(scope, digest)
        .filter(info -> expected.size() <= 0 || expected.size() == info.size());
  }

  Optional<ContentInfo> inBackend(Scope scope, Digest digest) {
    try {
      return Optional.of(backend.call(scope, store -> store.info(scope, digest)));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean isShareable(World world, Digest digest) {
    return world.names().stream()
        .map(world::space)
        .anyMatch(
            space ->
                "true".equals(space.labels().get(SHAREABLE))
                    && space.blobs().has(digest.toString()));
  }
}
