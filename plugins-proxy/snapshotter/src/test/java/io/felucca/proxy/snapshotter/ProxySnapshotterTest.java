package io.felucca.proxy.snapshotter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.nativefs.NativeSnapshotter;
import io.felucca.services.SnapshotsService;
import io.felucca.testkit.SnapshotterSuite;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.proxy.Facts;
import io.felucca.wire.proxy.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Test;

/** The whole suite against our own snapshots service on a socket. */
public class ProxySnapshotterTest extends SnapshotterSuite {
  private static final String ID = "acme";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Path, AutoCloseable> servers = new HashMap<>();
  private final Map<Path, Snapshotter> backends = new HashMap<>();

  @After
  public void stopServers() throws Exception {
    for (AutoCloseable server : servers.values()) {
      server.close();
    }
    backends.values().forEach(Snapshotter::close);
    threads.shutdownNow();
  }

  @Override
  protected Snapshotter create(Path root) {
    servers.computeIfAbsent(root, this::serve);
    return new ProxySnapshotter(
        ID, new Proxy(ID, root.resolveSibling("socket").toString(), ""), Map.of(), List.of());
  }

  private GrpcServer serve(Path root) {
    Snapshotter backend = new NativeSnapshotter(config(root));
    backend.start();
    backends.put(root, backend);
    try {
      return GrpcServer.unix(
          SocketFile.at(root.resolveSibling("socket")),
          MessageSizes.USUAL,
          threads,
          server ->
              server
                  .addService(new SnapshotsService(new OneSnapshotter(ID, backend)))
                  .intercept(new FaultsOfCalls())
                  .intercept(new ScopeOfCalls()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NativeSnapshotter.Config config(Path root) {
    return (NativeSnapshotter.Config)
        java.lang.reflect.Proxy.newProxyInstance(
            ProxySnapshotterTest.class.getClassLoader(),
            new Class<?>[] {NativeSnapshotter.Config.class},
            (proxy, method, args) ->
                method.getName().equals("root_path") ? root.toString() : method.getDefaultValue());
  }

  @Test
  public void faultsOfTheOtherSideComeAsTheyAre() {
    Fault fault = assertThrows(Fault.class, () -> snapshotter.stat(scope, "nothing"));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    assertEquals(-1, fault.getMessage().indexOf(": not found"));
  }

  @Test
  public void theCollectorsCallsNeedNoNamespace() {
    snapshotter.prepare(scope, "a", "", Map.of());
    snapshotter.remove(Scope.daemon(), "a");
  }

  @Test
  public void factsAreThoseOfTheConfigurationAndTheAddress() {
    assertEquals(
        Map.of("address", "/s", "platform", "linux/arm64", "root", "/r", "a\"b", "c"),
        Facts.of("/s", "linux/arm64", "{\"root\":\"/r\",\"a\\\"b\":\"c\"}"));
    assertEquals(Map.of("address", "/s"), Facts.of("/s", "", "{}"));
  }
}
