package io.felucca.client;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.client.call.Caller;
import io.felucca.client.call.Line;
import io.felucca.client.call.Threads;
import io.felucca.grpc.GrpcChannel;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.CreateResponse;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.leases.Lease;
import io.felucca.wire.leases.LeasesGrpc;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.DeleteTaskRequest;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A daemon of which a test decides what it answers to Wait, which knows no task to delete, and has
 * leases.
 */
final class TasksServer implements AutoCloseable {
  private final ExecutorService threads = Threads.pool();
  private final BlockingQueue<StreamObserver<WaitResponse>> waiting = new LinkedBlockingQueue<>();
  private final Set<String> leases = ConcurrentHashMap.newKeySet();
  private final Path socket;
  private GrpcServer server;
  private Line line;

  TasksServer(Path socket) throws IOException {
    this.socket = socket;
    start();
  }

  /** A caller in a namespace; one for each server. */
  Caller caller(Duration patience) {
    line = new Line(socket.toString(), GrpcChannel.unix(socket, threads), patience);
    return new Caller(line, Scope.daemon(), Duration.ofSeconds(30), threads).in("default");
  }

  /** The next one that waits. */
  StreamObserver<WaitResponse> next() throws InterruptedException {
    return waiting.take();
  }

  /** Whether somebody waits that has not been taken yet. */
  boolean isAskedAgain() {
    return !waiting.isEmpty();
  }

  Set<String> leases() {
    return leases;
  }

  void restart() throws IOException {
    server.close();
    start();
  }

  private void start() throws IOException {
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder ->
                builder
                    .addService(new Tasks())
                    .addService(new Leases())
                    .intercept(new FaultsOfCalls())
                    .intercept(new ScopeOfCalls()));
  }

  @Override
  public void close() {
    if (line != null) {
      line.close();
    }
    server.close();
  }

  private final class Leases extends LeasesGrpc.LeasesImplBase {
    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> to) {
      String id = request.getId().isEmpty() ? "lease" : request.getId();
      leases.add(id);
      to.onNext(CreateResponse.newBuilder().setLease(Lease.newBuilder().setId(id)).build());
      to.onCompleted();
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<Empty> to) {
      leases.remove(request.getId());
      to.onNext(Empty.getDefaultInstance());
      to.onCompleted();
    }
  }

  private final class Tasks extends TasksGrpc.TasksImplBase {
    @Override
    public void wait(WaitRequest request, StreamObserver<WaitResponse> to) {
      waiting.add(to);
    }

    @Override
    public void delete(DeleteTaskRequest request, StreamObserver<DeleteResponse> to) {
      throw Fault.notFound("task %s", request.getContainerId());
    }
  }
}
