package io.felucca.proxy.differ;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.felucca.wire.call.Scopes;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.convert.MountWire;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.ApplyResponse;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.diff.DiffRequest;
import io.felucca.wire.diff.DiffResponse;
import io.felucca.wire.proxy.Proxy;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is asked reaches the other side, and its answer comes back. */
public class ProxyDifferTest {
  private static final Scope SCOPE = new Scope("moby", "l-1", Instant.MAX);
  private static final Descriptor LAYER =
      Descriptor.of("application/vnd.acme.layer", Digest.of(new byte[] {1}), 1);
  private static final List<Mount> MOUNTS = List.of(Mount.of("bind", "/x", List.of("ro")));

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Toy toy = new Toy();
  private GrpcServer server;
  private Differ differ;

  /** Notes what it is asked; foreign media types are not for it. */
  private static final class Toy extends DiffGrpc.DiffImplBase {
    private volatile Scope scope;
    private volatile List<Object> asked;

    @Override
    public void apply(ApplyRequest request, StreamObserver<ApplyResponse> to) {
      scope = Scopes.current();
      asked =
          List.of(
              DescriptorWire.fromWire(request.getDiff()),
              MountWire.fromWire(request.getMountsList()),
              DiffWire.fromWire(request));
      if (request.getDiff().getMediaType().equals("foreign")) {
        throw Fault.unimplemented("media type foreign");
      }
      to.onNext(ApplyResponse.newBuilder().setApplied(request.getDiff()).build());
      to.onCompleted();
    }

    @Override
    public void diff(DiffRequest request, StreamObserver<DiffResponse> to) {
      asked =
          List.of(
              MountWire.fromWire(request.getLeftList()),
              MountWire.fromWire(request.getRightList()),
              DiffWire.fromWire(request));
      to.onNext(DiffResponse.newBuilder().setDiff(DescriptorWire.toWire(LAYER)).build());
      to.onCompleted();
    }
  }

  @Before
  public void serve() throws IOException {
    Path socket = temporary.getRoot().toPath().resolve("s");
    server =
        GrpcServer.unix(
            SocketFile.at(socket),
            MessageSizes.USUAL,
            threads,
            builder ->
                builder
                    .addService(toy)
                    .intercept(new FaultsOfCalls())
                    .intercept(new ScopeOfCalls()));
    differ =
        new ProxyDiffer(new Proxy("acme", socket.toString(), ""), Map.of("a", "b"), List.of("c"));
  }

  @After
  public void stop() {
    differ.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  public void layersAreAppliedAsAsked() {
    ApplyOptions options = new ApplyOptions(Map.of("p", new TypedValue("T", new byte[] {1})), true);
    assertEquals(LAYER, differ.apply(SCOPE, LAYER, MOUNTS, options));
    assertEquals(List.of(LAYER, MOUNTS, options), toy.asked);
    assertEquals("moby", toy.scope.namespace());
    assertEquals("l-1", toy.scope.lease());
  }

  @Test
  public void differencesAreMadeAsAsked() {
    DiffOptions options =
        new DiffOptions("mt", "ref", Map.of("l", "1"), Instant.ofEpochSecond(7, 8));
    assertEquals(LAYER, differ.compare(SCOPE, List.of(), MOUNTS, options));
    assertEquals(List.of(List.of(), MOUNTS, options), toy.asked);
  }

  /** The next differ is asked then. */
  @Test
  public void whatItCannotIsNotImplemented() {
    Descriptor foreign = Descriptor.of("foreign", LAYER.digest(), 1);
    Fault fault =
        assertThrows(Fault.class, () -> differ.apply(SCOPE, foreign, MOUNTS, ApplyOptions.NONE));
    assertEquals(Fault.Kind.UNIMPLEMENTED, fault.kind());
  }

  @Test
  public void itTellsWhatIsConfigured() {
    assertEquals(Map.of("a", "b"), differ.exports());
    assertEquals(List.of("c"), differ.capabilities());
    assertEquals("", differ.waitsFor());
  }
}
