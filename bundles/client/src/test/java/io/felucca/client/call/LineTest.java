package io.felucca.client.call;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.Scope;
import io.felucca.grpc.GrpcChannel;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Calls to a server in this process, over a real socket. */
public class LineTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private final ExecutorService threads = Threads.pool();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch forever = new CountDownLatch(1);
  private Path socket;
  private Line line;

  @Before
  public void prepare() {
    socket = temporary.getRoot().toPath().resolve("s");
    line = new Line(socket.toString(), GrpcChannel.unix(socket, threads), Duration.ofSeconds(20));
  }

  @After
  public void close() {
    forever.countDown();
    line.close();
  }

  private Caller caller(Duration timeout) {
    return new Caller(line, Scope.daemon(), timeout, threads);
  }

  private GrpcServer server() throws IOException {
    return GrpcServer.unix(
        SocketFile.at(socket),
        MessageSizes.USUAL,
        threads,
        builder ->
            builder
                .addService(new Echo())
                .intercept(new FaultsOfCalls())
                .intercept(new ScopeOfCalls()));
  }

  /** Answers with namespace and lease; in the namespace "slow" never. */
  private final class Echo extends VersionGrpc.VersionImplBase {
    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      Scope scope = Scopes.current();
      if (scope.namespace().equals("slow")) {
        entered.countDown();
        await();
      }
      if (scope.namespace().equals("bad")) {
        throw Fault.notFound("thing %d", 7);
      }
      to.onNext(
          VersionResponse.newBuilder()
              .setVersion(scope.namespace())
              .setRevision(scope.lease())
              .build());
      to.onCompleted();
    }

    private void await() {
      try {
        forever.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static VersionResponse ask(Caller caller) {
    return caller.ask(
        VersionGrpc::newBlockingStub, stub -> stub.version(Empty.getDefaultInstance()));
  }

  private static Kind kindOf(Runnable call) {
    return assertThrows(Fault.class, call::run).kind();
  }

  @Test
  public void namespaceAndLeaseGoAlong() throws IOException {
    try (GrpcServer server = server()) {
      VersionResponse answer = ask(caller(Duration.ofSeconds(30)).in("n").under("l"));
      assertEquals("n", answer.getVersion());
      assertEquals("l", answer.getRevision());
    }
  }

  @Test
  public void faultsKeepTheirKindAndText() throws IOException {
    try (GrpcServer server = server()) {
      Caller caller = caller(Duration.ofSeconds(30)).in("bad");
      Fault fault = assertThrows(Fault.class, () -> ask(caller));
      assertEquals(Kind.NOT_FOUND, fault.kind());
      assertEquals("thing 7", fault.getMessage());
    }
  }

  @Test
  public void callWaitsForADaemonThatComes() throws Exception {
    CompletableFuture<VersionResponse> answer =
        CompletableFuture.supplyAsync(() -> ask(caller(Duration.ofSeconds(30)).in("n")), threads);
    Thread.sleep(300);
    try (GrpcServer server = server()) {
      assertEquals("n", answer.get().getVersion());
    }
  }

  @Test
  public void callGoesToTheNextDaemon() throws Exception {
    Caller caller = caller(Duration.ofSeconds(30)).in("n");
    try (GrpcServer server = server()) {
      ask(caller);
    }
    while (line.channel().getState(false) == io.grpc.ConnectivityState.READY) {
      Thread.sleep(5);
    }
    try (GrpcServer server = server()) {
      assertEquals("n", ask(caller).getVersion());
    }
  }

  @Test
  public void nobodyThereIsUnavailableInTime() {
    Line impatient = new Line("nowhere", GrpcChannel.unix(socket, threads), Duration.ofMillis(50));
    Caller caller = new Caller(impatient, Scope.daemon(), Duration.ofSeconds(1), threads);
    Fault fault = assertThrows(Fault.class, () -> ask(caller));
    assertEquals(Kind.UNAVAILABLE, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("No such file"));
    impatient.close();
    assertEquals(Kind.FAILED_PRECONDITION, kindOf(() -> ask(caller)));
  }

  @Test
  public void slowAnswerIsGivenUp() throws IOException {
    try (GrpcServer server = server()) {
      Caller caller = caller(Duration.ofMillis(100)).in("slow");
      assertEquals(Kind.DEADLINE_EXCEEDED, kindOf(() -> ask(caller)));
    }
  }

  @Test
  public void interruptEndsTheCall() throws Exception {
    try (GrpcServer server = server()) {
      Caller caller = caller(Duration.ofSeconds(50)).in("slow");
      AtomicReference<Kind> kind = new AtomicReference<>();
      Thread calling = new Thread(() -> kind.set(kindOf(() -> ask(caller))));
      calling.start();
      entered.await();
      calling.interrupt();
      calling.join();
      assertEquals(Kind.CANCELLED, kind.get());
    }
  }

  @Test
  public void cancelledFutureEndsItsCall() throws Exception {
    try (GrpcServer server = server()) {
      CompletableFuture<VersionResponse> later =
          caller(Duration.ofSeconds(50))
              .in("slow")
              .later(VersionGrpc.getVersionMethod(), Empty.getDefaultInstance());
      entered.await();
      later.cancel(true);
      assertThrows(java.util.concurrent.CancellationException.class, later::join);
    }
  }

  @Test
  public void malformedNamespaceIsRefusedAtOnce() {
    Caller caller = caller(Duration.ofSeconds(1));
    assertEquals(Kind.INVALID_ARGUMENT, kindOf(() -> caller.in("a/b")));
  }
}
