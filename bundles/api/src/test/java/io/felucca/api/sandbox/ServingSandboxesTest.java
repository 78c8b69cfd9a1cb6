package io.felucca.api.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Held;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginRegistry;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.Test;

public class ServingSandboxesTest {
  private final Scope scope = Scope.of("ns");
  private final Map<String, Object> plugins = new HashMap<>();
  private final ServingSandboxes sandboxes = new ServingSandboxes(new Plugins());

  /** By type and ID. */
  private final class Plugins implements PluginRegistry {
    @Override
    public <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn) {
      return fn.apply(use(scope, kind, id).get());
    }

    @Override
    public <T> Held<T> use(Scope scope, PluginKind<T> kind, String id) {
      Object plugin = plugins.get(kind.type() + "." + id);
      if (plugin == null) {
        throw Fault.notFound("plugin %s.%s", kind.type(), id);
      }
      return new Found<>(kind.service().cast(plugin));
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

  private record Found<T>(T get) implements Held<T> {
    @Override
    public void close() {}
  }

  private <T> void plugin(PluginKind<T> kind, String id, Object answer) {
    Class<T> type = kind.service();
    Object plugin =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (answer instanceof Fault fault) {
                throw fault;
              }
              return answer;
            });
    plugins.put(kind.type() + "." + id, plugin);
  }

  private void store(Object answer) {
    plugin(Sandboxes.KIND, Sandboxes.ID, answer);
  }

  private static Sandbox record(String sandboxer) {
    return new Sandbox("pod", "", null, null, Map.of(), Map.of(), sandboxer, null, null);
  }

  private static SandboxStatus at(String address, int version) {
    return new SandboxStatus(
        "pod", 1, "SANDBOX_READY", Map.of(), Instant.EPOCH, null, null, address, version);
  }

  @Test
  public void oneThatSaysWhereItsTasksAreServedDoes() {
    store(record("shim"));
    plugin(SandboxController.KIND, "shim", at("ttrpc+unix:///s", 3));
    assertEquals("ttrpc+unix:///s", sandboxes.find(scope, "pod").orElseThrow().address());
    plugin(SandboxController.KIND, "shim", at("ttrpc+unix:///s", 2));
    assertEquals(Optional.empty(), sandboxes.find(scope, "pod"));
    plugin(SandboxController.KIND, "shim", at("", 0));
    assertEquals(Optional.empty(), sandboxes.find(scope, "pod"));
  }

  @Test
  public void controllerMayBeOneOfPods() {
    store(record("podsandbox"));
    plugin(SandboxController.POD_KIND, "podsandbox", at("ttrpc+unix:///s", 3));
    assertTrue(sandboxes.find(scope, "pod").isPresent());
  }

  @Test
  public void withoutARecordNobodyKnows() {
    assertEquals("there is no store", Optional.empty(), sandboxes.find(scope, "pod"));
    store(Fault.notFound("no record"));
    assertEquals(Optional.empty(), sandboxes.find(scope, "pod"));
    store(record(""));
    assertEquals(Optional.empty(), sandboxes.find(scope, "pod"));
    assertEquals(Optional.empty(), sandboxes.find(scope, ""));
  }

  @Test
  public void storeThatCannotTellIsNoMissingRecord() {
    store(Fault.unavailable("away"));
    Fault fault = assertThrows(Fault.class, () -> sandboxes.find(scope, "pod"));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
  }

  @Test
  public void controllerThatDoesNotKnowIsNoMissingContainer() {
    store(record("shim"));
    plugin(SandboxController.KIND, "shim", Fault.notFound("sandbox pod"));
    Fault fault = assertThrows(Fault.class, () -> sandboxes.find(scope, "pod"));
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
    assertEquals("can't find shim for sandbox pod: sandbox pod", fault.getMessage());
  }
}
