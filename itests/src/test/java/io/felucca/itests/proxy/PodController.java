package io.felucca.itests.proxy;

import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A sandbox controller that tells but what it is asked: namespace, controller, sandbox. */
final class PodController extends ControllerGrpc.ControllerImplBase implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GrpcServer server;

  PodController(Path socket) throws IOException {
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder -> builder.addService(this).intercept(new ScopeOfCalls()));
  }

  @Override
  public void status(ControllerStatusRequest request, StreamObserver<ControllerStatusResponse> to) {
    String asked =
        Scopes.current().namespace() + "/" + request.getSandboxer() + "/" + request.getSandboxId();
    to.onNext(ControllerStatusResponse.newBuilder().setState(asked).build());
    to.onCompleted();
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }
}
