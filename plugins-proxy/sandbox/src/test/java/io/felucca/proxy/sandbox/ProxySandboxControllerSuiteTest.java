package io.felucca.proxy.sandbox;

import io.felucca.api.sandbox.SandboxController;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.services.SandboxControllerService;
import io.felucca.testkit.SandboxControllerSuite;
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
import org.junit.Rule;
import org.junit.rules.ExternalResource;

/** The whole suite against our own controller service on a socket. */
public class ProxySandboxControllerSuiteTest extends SandboxControllerSuite {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private GrpcServer server;

  @Rule
  public final ExternalResource process =
      new ExternalResource() {
        @Override
        protected void after() {
          if (server != null) {
            server.close();
          }
          threads.shutdownNow();
        }
      };

  @Override
  protected SandboxController create(Path root) {
    Path socket = root.resolve("s");
    if (server == null) {
      server = serve(socket);
    }
    return new ProxySandboxController(
        "toy", new Proxy("toy", socket.toString(), ""), Map.of(), List.of());
  }

  private GrpcServer serve(Path socket) {
    OneController daemon = new OneController("toy", new ToyController());
    try {
      return GrpcServer.unix(
          SocketFile.at(socket),
          MessageSizes.USUAL,
          threads,
          builder ->
              builder
                  .addService(new SandboxControllerService(daemon))
                  .intercept(new FaultsOfCalls())
                  .intercept(new ScopeOfCalls()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
