package io.felucca.runtime.serve;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.event.EventExchange;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.task.RuntimeFactory;
import io.felucca.api.task.TaskManager;
import io.felucca.shim.runtime.RuntimeConfig;
import io.felucca.shim.runtime.ShimTaskManager;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcRequest;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import io.felucca.wire.convert.EventWire;
import io.felucca.wire.shim.ForwardRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A runtime to serve: tasks in containerd's own shims, whose events come back here. So what is
 * served is a real runtime, and is known to be one.
 */
public final class OtherShims implements RuntimeFactory {
  private static final TtrpcTransport TRANSPORT = new TtrpcTransport("test-events");
  private static final Map<Path, EventExchange> EXCHANGES = new ConcurrentHashMap<>();

  @Override
  public TaskManager make(Path root, Path state, EventExchange events) {
    Path socket = listen(state, events);
    Map<String, Object> values =
        Map.of(
            "plugin_root",
            root.toString(),
            "plugin_state",
            state + "/tasks",
            "daemon_state",
            state.toString(),
            "daemon_address",
            state + "/none",
            "daemon_ttrpc_address",
            socket.toString(),
            "daemon_binary",
            "/bin/true");
    return new ShimTaskManager(config(values), new OnlyEvents(events));
  }

  private static RuntimeConfig config(Map<String, Object> values) {
    return (RuntimeConfig)
        Proxy.newProxyInstance(
            RuntimeConfig.class.getClassLoader(),
            new Class<?>[] {RuntimeConfig.class},
            (proxy, method, args) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  /** One socket for all managers of a folder: shims outlive the one that has started them. */
  private static Path listen(Path state, EventExchange events) {
    Path socket = state.resolve("ev.s");
    if (EXCHANGES.put(socket, events) == null) {
      try {
        Files.deleteIfExists(socket);
        TRANSPORT.serve(
            TtrpcAddress.of(socket),
            new TtrpcServices()
                .unary(
                    "containerd.services.events.ttrpc.v1.Events",
                    "Forward",
                    request -> forward(EXCHANGES.get(socket), request)),
            Runnable::run);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return socket;
  }

  private static byte[] forward(EventExchange events, TtrpcRequest request) throws IOException {
    events.forward(EventWire.fromWire(ForwardRequest.parseFrom(request.payload()).getEnvelope()));
    return Empty.getDefaultInstance().toByteArray();
  }

  /** A registry with one plugin. */
  private record OnlyEvents(EventExchange events) implements PluginRegistry {
    @Override
    public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
      if (kind != EventExchange.KIND) {
        throw Fault.notFound("plugin %s", id);
      }
      @SuppressWarnings("unchecked")
      T those = (T) events;
      return fn.apply(those);
    }

    @Override
    public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
      throw Fault.notFound("plugin %s", id);
    }

    @Override
    public List<String> ids(PluginKind<?> kind) {
      return List.of();
    }

    @Override
    public List<PluginInfo> plugins() {
      return List.of();
    }
  }
}
