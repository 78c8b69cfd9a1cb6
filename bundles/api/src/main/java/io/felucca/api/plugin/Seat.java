package io.felucca.api.plugin;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A plugin that the daemon has one of and cannot do without, by its name: what adapters keep
 * instead of an instance, which is replaced while they live.
 *
 * <p>Whoever calls is led to the instance that serves then. Where the plugin is disabled or not
 * known the fault is UNAVAILABLE: a NOT_FOUND would be taken for the answer to the call itself.
 */
public final class Seat<T> {
  private final PluginRegistry registry;
  private final PluginKind<T> kind;
  private final String id;

  public Seat(PluginRegistry registry, PluginKind<T> kind, String id) {
    this.registry = registry;
    this.kind = kind;
    this.id = id;
  }

  /** Runs {@code fn} on the instance that serves now, which does not go before it returns. */
  public <R> R call(Scope scope, Function<T, R> fn) {
    try (Held<T> held = hold(scope)) {
      return fn.apply(held.get());
    }
  }

  /** As {@link #call}, without a result. */
  public void run(Scope scope, Consumer<T> step) {
    try (Held<T> held = hold(scope)) {
      step.accept(held.get());
    }
  }

  /** Holds the instance that serves now, for the life of one long object, such as a stream. */
  public Held<T> hold(Scope scope) {
    try {
      return registry.use(scope, kind, id);
    } catch (Fault e) {
      throw e.kind() == Fault.Kind.NOT_FOUND
          ? new Fault(Fault.Kind.UNAVAILABLE, e.getMessage(), e)
          : e;
    }
  }
}
