package io.felucca.proxy.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Platform;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.api.sandbox.SandboxMetric;
import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sandboxes that are nothing but records, which an instance shares with those that are made beside
 * it.
 */
final class ToyController implements SandboxController {
  static final Instant THEN = Instant.ofEpochSecond(1_700_000_000, 5);
  static final TypedValue VALUE = new TypedValue("acme.Value", new byte[] {1, 2});

  final Map<String, CreateSandbox> created;
  private final Map<String, CompletableFuture<SandboxExit>> exits;
  private final Set<CompletableFuture<SandboxExit>> waiting = ConcurrentHashMap.newKeySet();
  volatile Duration patience;
  volatile Sandbox updated;
  volatile FieldPaths paths;

  ToyController() {
    this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  private ToyController(
      Map<String, CreateSandbox> created, Map<String, CompletableFuture<SandboxExit>> exits) {
    this.created = created;
    this.exits = exits;
  }

  /** A further instance, which has the same sandboxes. */
  ToyController beside() {
    return new ToyController(created, exits);
  }

  private String key(Scope scope, String id) {
    String key = scope.namespace() + "/" + id;
    if (!created.containsKey(key)) {
      throw Fault.notFound("sandbox %s", key);
    }
    return key;
  }

  @Override
  public void create(Scope scope, CreateSandbox request) {
    String key = scope.namespace() + "/" + request.id();
    if (exits.putIfAbsent(key, new CompletableFuture<>()) != null) {
      throw Fault.exists("sandbox %s", key);
    }
    created.put(key, request);
  }

  @Override
  public SandboxStart start(Scope scope, String id) {
    key(scope, id);
    return new SandboxStart(id, 42, THEN, Map.of("a", "b"), "ttrpc+unix:///x", 3, VALUE);
  }

  @Override
  public Platform platform(Scope scope, String id) {
    key(scope, id);
    return new Platform("linux", "arm64", "v8", "6.1", List.of("f"));
  }

  @Override
  public void stop(Scope scope, String id, Duration patience) {
    this.patience = patience;
    exits.get(key(scope, id)).complete(new SandboxExit(137, THEN));
  }

  @Override
  public CompletableFuture<SandboxExit> exit(Scope scope, String id) {
    CompletableFuture<SandboxExit> exit = exits.get(key(scope, id)).copy();
    waiting.add(exit);
    exit.whenComplete((how, error) -> waiting.remove(exit));
    return exit;
  }

  @Override
  public void close() {
    waiting.forEach(exit -> exit.completeExceptionally(Fault.unavailable("the toy is replaced")));
  }

  @Override
  public SandboxStatus status(Scope scope, String id, boolean verbose) {
    SandboxExit exit = exits.get(key(scope, id)).getNow(null);
    return new SandboxStatus(
        id,
        42,
        exit == null ? "SANDBOX_READY" : "SANDBOX_NOTREADY",
        verbose ? Map.of("more", "words") : Map.of(),
        THEN,
        exit == null ? null : exit.at(),
        VALUE,
        "ttrpc+unix:///x",
        3);
  }

  @Override
  public void shutdown(Scope scope, String id) {
    String key = key(scope, id);
    created.remove(key);
    exits.remove(key);
  }

  @Override
  public SandboxMetric metrics(Scope scope, String id) {
    key(scope, id);
    return new SandboxMetric(id, THEN, VALUE);
  }

  @Override
  public void update(Scope scope, Sandbox sandbox, FieldPaths paths) {
    key(scope, sandbox.id());
    this.updated = sandbox;
    this.paths = paths;
  }
}
