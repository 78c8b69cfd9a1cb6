package io.felucca.proxy.differ;

import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.services.DiffService;
import io.felucca.testkit.DifferSuite;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.proxy.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;

/** The whole suite against our own differ behind our own diff service on a socket. */
public class ProxyDifferSuiteTest extends DifferSuite {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private OneDiffer daemon;
  private GrpcServer server;

  @After
  public void stopServer() {
    if (server != null) {
      server.close();
      daemon.close();
    }
    threads.shutdownNow();
  }

  @Override
  protected Differ create(Metadata metadata, Path state) {
    daemon = new OneDiffer(metadata, state);
    Path socket = state.resolveSibling("s");
    server = serve(socket);
    return new ProxyDiffer(new Proxy("walking", socket.toString(), ""), Map.of(), List.of());
  }

  private GrpcServer serve(Path socket) {
    try {
      return GrpcServer.unix(
          SocketFile.at(socket),
          MessageSizes.USUAL,
          threads,
          builder ->
              builder
                  .addService(new DiffService(daemon))
                  .intercept(new FaultsOfCalls())
                  .intercept(new ScopeOfCalls()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
