package io.felucca.tasks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.api.sandbox.Sandboxes;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import org.junit.Test;

/** Whose tasks go to the runtime that speaks with shims. */
public class SandboxedTest {
  private final Scope scope = Scope.of("ns");
  private final World world = new World();
  private final Sandboxed sandboxed = new Sandboxed(world);

  private static <T> T answering(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              if (answer instanceof Fault fault) {
                throw fault;
              }
              assertEquals(method, called.getName());
              return answer;
            }));
  }

  private void store(Object answer) {
    world.others.put(Sandboxes.ID, answering(Sandboxes.class, "get", answer));
  }

  private void controller(Object answer) {
    world.others.put("shim", answering(SandboxController.class, "status", answer));
  }

  private static Sandbox record(String sandboxer) {
    return new Sandbox("pod", "", null, null, Map.of(), Map.of(), sandboxer, null, null);
  }

  private static SandboxStatus at(String address, int version) {
    return new SandboxStatus(
        "pod", 1, "SANDBOX_READY", Map.of(), Instant.EPOCH, null, null, address, version);
  }

  @Test
  public void aSandboxThatSaysWhereItsTasksAreServedDoes() {
    store(record("shim"));
    controller(at("ttrpc+unix:///s", 3));
    assertTrue(sandboxed.serves(scope, "pod"));
    controller(at("ttrpc+unix:///s", 2));
    assertFalse(sandboxed.serves(scope, "pod"));
    controller(at("", 0));
    assertFalse(sandboxed.serves(scope, "pod"));
  }

  @Test
  public void withoutARecordNobodyKnows() {
    assertFalse("there is no store", sandboxed.serves(scope, "pod"));
    store(Fault.notFound("no record"));
    assertFalse(sandboxed.serves(scope, "pod"));
    store(record(""));
    assertFalse(sandboxed.serves(scope, "pod"));
    assertFalse(sandboxed.serves(scope, ""));
  }

  @Test
  public void aControllerThatDoesNotKnowIsNoMissingContainer() {
    store(record("shim"));
    controller(Fault.notFound("sandbox pod"));
    Fault fault = assertThrows(Fault.class, () -> sandboxed.serves(scope, "pod"));
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
    assertTrue(fault.getMessage().startsWith("can't find shim for sandbox pod: "));
  }
}
