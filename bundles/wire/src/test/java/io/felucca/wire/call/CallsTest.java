package io.felucca.wire.call;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.grpc.GrpcChannel;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionGrpc.VersionBlockingStub;
import io.felucca.wire.version.VersionResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CallsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private volatile Supplier<String> behaviour = () -> "";
  private volatile boolean byObserver;
  private GrpcServer server;
  private ManagedChannel channel;

  @Before
  public void listen() throws IOException {
    Path path = folder.getRoot().toPath().resolve("s");
    server =
        GrpcServer.unix(
            SocketFile.at(path),
            MessageSizes.USUAL,
            executor,
            s ->
                s.addService(new Probe())
                    .intercept(new FaultsOfCalls())
                    .intercept(new ScopeOfCalls()));
    channel = GrpcChannel.unix(path, executor);
  }

  @After
  public void close() {
    channel.shutdownNow();
    server.close();
    executor.shutdownNow();
  }

  @Test
  public void namespaceAndLeaseTravelInHeaders() {
    behaviour = () -> Scopes.current().namespace() + " " + Scopes.current().lease();
    assertEquals("ns l1", call(Scope.of("ns").withLease("l1")));
  }

  @Test
  public void theDeadlineTravels() {
    Instant deadline = Instant.now().plusSeconds(100);
    behaviour = () -> Scopes.current().deadline().toString();
    Instant seen = Instant.parse(call(Scope.of("ns").withDeadline(deadline)));
    assertTrue(Duration.between(seen, deadline).abs().compareTo(Duration.ofSeconds(10)) < 0);
  }

  @Test
  public void withoutADeadlineNobodyStopsWaiting() {
    behaviour = () -> Scopes.current().deadline().toString();
    assertEquals(Instant.MAX.toString(), call(Scope.of("ns")));
  }

  @Test
  public void ofSeveralNamespacesTheFirstCounts() {
    Metadata headers = new Metadata();
    headers.put(Scopes.NAMESPACE, "first");
    headers.put(Scopes.NAMESPACE, "second");
    behaviour = () -> Scopes.current().namespace();
    VersionBlockingStub stub =
        VersionGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    assertEquals("first", stub.version(Empty.getDefaultInstance()).getVersion());
  }

  @Test
  public void aMissingNamespaceIsAFailedPrecondition() {
    behaviour = () -> Scopes.namespaced().namespace();
    Fault fault = assertThrows(Fault.class, () -> call(Scope.daemon()));
    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
    assertEquals("namespace is required", fault.getMessage());
  }

  @Test
  public void aMalformedNamespaceIsAnInvalidArgument() {
    behaviour = () -> Scopes.namespaced().namespace();
    Fault fault = assertThrows(Fault.class, () -> call(Scope.of("a/b")));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void faultsArriveAsTheyWereThrown() {
    behaviour =
        () -> {
          throw Fault.exists("image \"x\"");
        };
    Fault fault = assertThrows(Fault.class, () -> call(Scope.of("ns")));
    assertEquals(Fault.Kind.ALREADY_EXISTS, fault.kind());
    assertEquals("image \"x\"", fault.getMessage());
  }

  @Test
  public void faultsHandedToTheObserverArriveTheSameWay() {
    byObserver = true;
    behaviour =
        () -> {
          throw Fault.unavailable("ref %s locked", "r");
        };
    Fault fault = assertThrows(Fault.class, () -> call(Scope.of("ns")));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertEquals("ref r locked", fault.getMessage());
  }

  private String call(Scope scope) {
    VersionBlockingStub stub =
        VersionGrpc.newBlockingStub(channel).withInterceptors(new ScopeToCalls(scope));
    return FaultStatus.calling(() -> stub.version(Empty.getDefaultInstance())).getVersion();
  }

  private final class Probe extends VersionGrpc.VersionImplBase {
    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      try {
        to.onNext(VersionResponse.newBuilder().setVersion(behaviour.get()).build());
        to.onCompleted();
      } catch (Fault fault) {
        if (!byObserver) {
          throw fault;
        }
        to.onError(fault);
      }
    }
  }
}
