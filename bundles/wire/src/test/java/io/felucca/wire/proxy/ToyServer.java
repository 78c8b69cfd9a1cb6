package io.felucca.wire.proxy;

import com.google.protobuf.Empty;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A process that answers one call as a test wants it, or hangs as a whole. */
final class ToyServer implements AutoCloseable {
  final AtomicInteger connections = new AtomicInteger();
  final CountDownLatch entered = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GrpcServer server;
  private volatile CountDownLatch open = new CountDownLatch(0);

  ToyServer(Path socket, Supplier<String> answer) throws IOException {
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            task -> threads.execute(() -> whenOpen(task)),
            builder ->
                builder
                    .addService(new Version(answer))
                    .addService(new Health())
                    .intercept(new FaultsOfCalls())
                    .intercept(new ScopeOfCalls())
                    .addTransportFilter(new Counter()));
  }

  /** From now on nothing is answered at all. */
  void hang() {
    open = new CountDownLatch(1);
  }

  void goOn() {
    open.countDown();
  }

  private void whenOpen(Runnable task) {
    entered.countDown();
    try {
      open.await();
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }

  private final class Counter extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }
  }

  private static final class Version extends VersionGrpc.VersionImplBase {
    private final Supplier<String> answer;

    Version(Supplier<String> answer) {
      this.answer = answer;
    }

    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      to.onNext(VersionResponse.newBuilder().setVersion(answer.get()).build());
      to.onCompleted();
    }
  }

  private static final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
      to.onNext(HealthCheckResponse.getDefaultInstance());
      to.onCompleted();
    }
  }
}
