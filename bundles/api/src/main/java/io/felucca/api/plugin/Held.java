package io.felucca.api.plugin;

/** A plugin instance that stays alive until this is closed, even when it is replaced meanwhile. */
public interface Held<T> extends AutoCloseable {
  T get();

  @Override
  void close();
}
