package io.felucca.itests.hotswap;

import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.sandbox.ControllerGrpc;
import io.felucca.wire.sandbox.ControllerStatusRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A sandbox controller of another process, as far as a daemon can tell: every sandbox is fine. */
final class Pods extends ControllerGrpc.ControllerImplBase implements AutoCloseable {
  static final String ID = "pods";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GrpcServer server;

  Pods(Path socket) throws IOException {
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder -> builder.addService(this));
  }

  /** Asks the daemon for the state of a sandbox. */
  static void ask(Round round) {
    ControllerStatusRequest request =
        ControllerStatusRequest.newBuilder().setSandboxer(ID).setSandboxId(round.name()).build();
    round.run(
        "sandbox.status",
        () -> ControllerGrpc.newBlockingStub(round.rpc().channel()).status(request));
  }

  @Override
  public void status(ControllerStatusRequest request, StreamObserver<ControllerStatusResponse> to) {
    to.onNext(ControllerStatusResponse.newBuilder().setState("SANDBOX_READY").build());
    to.onCompleted();
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }
}
