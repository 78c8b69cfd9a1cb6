package io.felucca.proxy.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Payload;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.sandbox.SandboxController;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A daemon of one controller, which notes what is published. */
final class OneController implements PluginRegistry {
  private final String id;
  private final SandboxController controller;
  private final Noted exchange = new Noted();

  OneController(String id, SandboxController controller) {
    this.id = id;
    this.controller = controller;
  }

  List<String> published() {
    return exchange.published;
  }

  private static final class Noted implements EventExchange {
    private final List<String> published = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Scope scope, String topic, Payload payload) {
      published.add(scope.namespace() + " " + topic + " " + payload);
    }

    @Override
    public void forward(Event event) {
      throw Fault.unimplemented("not here");
    }

    @Override
    public Subscription subscribe(Filter filter, Consumer<Event> to) {
      throw Fault.unimplemented("not here");
    }
  }

  private <T> T find(PluginKind<T> kind, String wanted) {
    if (kind.service() == EventExchange.class) {
      return kind.service().cast(exchange);
    }
    if (!wanted.equals(id)) {
      throw Fault.notFound("plugin %s.%s", kind.type(), wanted);
    }
    return kind.service().cast(controller);
  }

  @Override
  public <T, R> R call(Scope scope, PluginKind<T> kind, String wanted, Function<T, R> fn) {
    return fn.apply(find(kind, wanted));
  }

  @Override
  public <T> Held<T> use(Scope scope, PluginKind<T> kind, String wanted) {
    T found = find(kind, wanted);
    return new Held<>() {
      @Override
      public T get() {
        return found;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<String> ids(PluginKind<?> kind) {
    return List.of(id);
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }
}
