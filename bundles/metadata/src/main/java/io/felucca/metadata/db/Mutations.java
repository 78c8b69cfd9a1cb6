package io.felucca.metadata.db;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of changes. */
final class Mutations {
  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

  AutoCloseable add(Consumer<Boolean> listener) {
    // a listener given twice is two listeners
    Consumer<Boolean> own = listener::accept;
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  void tell(boolean deleted) {
    for (Consumer<Boolean> listener : listeners) {
      listener.accept(deleted);
    }
  }
}
