package io.felucca.proxy.content;

import io.felucca.api.content.ContentStore;
import io.felucca.content.LocalContentStore;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.services.ContentService;
import io.felucca.testkit.ContentStoreSuite;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
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

/** The whole suite against our own content service on a socket. */
public class ProxyContentStoreTest extends ContentStoreSuite {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Path, GrpcServer> servers = new HashMap<>();

  @After
  public void stopServers() {
    servers.values().forEach(GrpcServer::close);
    threads.shutdownNow();
  }

  @Override
  protected ContentStore create(Path root) {
    servers.computeIfAbsent(root, this::serve);
    return new ProxyContentStore(
        new Proxy("content", socket(root).toString(), ""), Map.of(), List.of());
  }

  private GrpcServer serve(Path root) {
    LocalContentStore store = new LocalContentStore(root);
    store.start();
    try {
      return GrpcServer.unix(
          SocketFile.at(socket(root)),
          MessageSizes.USUAL,
          threads,
          server ->
              server
                  .addService(new ContentService(new OneStore(store)))
                  .intercept(new FaultsOfCalls())
                  .intercept(new ScopeOfCalls()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path socket(Path root) {
    return root.resolveSibling("socket");
  }
}
