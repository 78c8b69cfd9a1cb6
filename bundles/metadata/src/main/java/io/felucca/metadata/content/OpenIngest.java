package io.felucca.metadata.content;

import io.felucca.api.Descriptor;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.plugin.Held;
import io.felucca.metadata.locks.KeyLocks;

/**
 * A writer in the backend, with what it needs to live: its content store, and a lock on the ingest
 * that keeps the collector away.
 */
final class OpenIngest implements AutoCloseable {
  private final KeyLocks.Hold lock;
  private final Held<ContentStore> held;
  private final ContentWriter writer;
  private boolean closed;

  private OpenIngest(KeyLocks.Hold lock, Held<ContentStore> held, ContentWriter writer) {
    this.lock = lock;
    this.held = held;
    this.writer = writer;
  }

  /** Opens the ingest {@code ref} of the backend. */
  static OpenIngest open(
      Scope scope, ContentBackend backend, KeyLocks locks, String ref, Descriptor wanted) {
    KeyLocks.Hold lock = locks.shared(scope, ref);
    Held<ContentStore> held = null;
    try {
      held = backend.hold(scope);
      return new OpenIngest(lock, held, held.get().writer(scope, ref, wanted));
    } catch (RuntimeException | Error e) {
      close(lock, held);
      throw e;
    }
  }

  ContentStore store() {
    return held.get();
  }

  ContentWriter writer() {
    return writer;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      writer.close();
    } finally {
      close(lock, held);
    }
  }

  private static void close(KeyLocks.Hold lock, Held<ContentStore> held) {
    lock.close();
    if (held != null) {
      held.close();
    }
  }
}
