package io.felucca.api.gc;

import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginKind;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds what nothing refers to and removes it; {@code metadata} offers it, {@code gc} decides when,
 * and is told of changes through {@link GcScheduler#changed}. One collection runs at a time.
 */
@ProviderType
public interface GarbageCollector {
  /** The same plugin as {@link Metadata}, under the same ID. */
  PluginKind<GarbageCollector> KIND =
      new PluginKind<>(Metadata.KIND.type(), GarbageCollector.class);

  /**
   * One collection, whole: marks, removes metadata, then bytes in the backends. A backend's failure
   * does not stop the others.
   *
   * @return how long changes had to wait, and the whole
   */
  GcStats collect();

  /** What has changed since the collection before: for a scheduler that was not there to hear. */
  GcBacklog backlog();

  /** When the next lease or image expires by itself, or empty where none does. */
  Optional<Instant> nextExpiry();
}
