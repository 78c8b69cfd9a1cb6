package io.felucca.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.plugin.PluginKeys;
import io.felucca.grpc.GrpcChannel;
import io.felucca.server.metrics.CallCounts;
import io.felucca.wire.call.FaultStatus;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GrpcListenerTest {
  private static final String VERSION = "containerd.services.version.v1.Version";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Whiteboard board = new Whiteboard(new NoPlugins());
  private final GrpcServers servers = new GrpcServers();
  private Path path;
  private GrpcListener listener;
  private ManagedChannel channel;

  @Before
  public void listen() {
    path = folder.getRoot().toPath().resolve("made").resolve("s.sock");
    listener = listener();
    listener.start();
    channel = GrpcChannel.unix(path, Runnable::run);
  }

  @After
  public void close() {
    channel.shutdownNow();
    listener.close();
    servers.close();
  }

  @Test
  public void theSocketIsForItsOwnerAndGroupInAFolderMadeForIt() throws Exception {
    assertEquals(0660, (int) Files.getAttribute(path, "unix:mode") & 0777);
    assertEquals(0711, (int) Files.getAttribute(path.getParent(), "unix:mode") & 0777);
    assertEquals(path.toString(), listener.exports().get("address"));
  }

  @Test
  public void whatNobodyOffersIsNotImplemented() {
    Fault fault = assertThrows(Fault.class, this::version);
    assertEquals(Kind.UNIMPLEMENTED, fault.kind());
  }

  @Test
  public void servicesThatComeAreAnswered() {
    add(1, new Speaker("one"));
    assertEquals("one", version());
  }

  @Test
  public void theSuccessorAnswersFromItsArrivalOn() {
    add(1, new Speaker("one"));
    assertEquals("one", version());
    add(2, new Speaker("two"));
    assertEquals("two", version());
    remove(1);
    assertEquals("two", version());
  }

  @Test
  public void callsBetweenTwoWaitForTheSecond() throws Exception {
    add(1, new Speaker("one"));
    remove(1);
    Future<VersionResponse> call =
        VersionGrpc.newFutureStub(channel).version(Empty.getDefaultInstance());
    add(2, new Speaker("two"));
    assertEquals("two", call.get().getVersion());
  }

  @Test
  public void callsToADisabledServiceAreToldSoAtOnce() {
    Map<String, Object> properties = new HashMap<>(properties(1));
    properties.put(PluginKeys.TYPE, "io.containerd.grpc.v1");
    properties.put(PluginKeys.ID, "version");
    board.add(new Speaker("one"), properties);
    board.remove(null, properties);
    Fault fault = assertThrows(Fault.class, this::version);
    assertEquals(Kind.UNAVAILABLE, fault.kind());
    assertEquals("plugin io.containerd.grpc.v1.version: disabled", fault.getMessage());
  }

  @Test
  public void faultsOfServicesAreMapped() {
    add(1, new Speaker(null));
    Fault fault = assertThrows(Fault.class, this::version);
    assertEquals(Kind.NOT_FOUND, fault.kind());
    assertEquals("nothing to say", fault.getMessage());
  }

  @Test
  public void anotherDaemonsListenerOnThePathIsRefusedByName() {
    GrpcListener second =
        new GrpcListener(board, new GrpcServers(), new CallCounts(), config(path));
    Fault fault = assertThrows(Fault.class, second::start);
    assertTrue(fault.getMessage(), fault.getMessage().contains(path.toString()));
    second.close();
    assertTrue(Files.exists(path));
  }

  @Test
  public void callsThatRunWhenItStopsAreAnswered() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    add(1, new Slow(running, go));
    Future<VersionResponse> call =
        VersionGrpc.newFutureStub(channel).version(Empty.getDefaultInstance());
    running.await();
    Thread stopping = new Thread(listener::close);
    stopping.start();
    go.countDown();
    assertEquals("slow", call.get().getVersion());
    stopping.join();
    assertFalse(Files.exists(path));
  }

  @Test
  public void addressesMustBeAbsolute() {
    GrpcListener relative =
        new GrpcListener(
            board,
            servers,
            new CallCounts(),
            Configs.of(GrpcListener.Config.class, Map.of("address", "s.sock")));
    Fault fault = assertThrows(Fault.class, relative::start);
    assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
  }

  private GrpcListener listener() {
    return new GrpcListener(board, servers, new CallCounts(), config(path));
  }

  private static GrpcListener.Config config(Path address) {
    return Configs.of(GrpcListener.Config.class, Map.of("daemon_address", address.toString()));
  }

  private void add(long id, BindableService service) {
    board.add(service, properties(id));
  }

  private void remove(long id) {
    board.remove(null, properties(id));
  }

  private static Map<String, Object> properties(long id) {
    return Map.of(GrpcService.KEY, VERSION, "service.id", id, "service.ranking", (int) id);
  }

  private String version() {
    return FaultStatus.calling(
            () -> VersionGrpc.newBlockingStub(channel).version(Empty.getDefaultInstance()))
        .getVersion();
  }

  private static final class Speaker extends VersionGrpc.VersionImplBase {
    private final String text;

    Speaker(String text) {
      this.text = text;
    }

    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      if (text == null) {
        throw Fault.notFound("nothing to say");
      }
      to.onNext(VersionResponse.newBuilder().setVersion(text).build());
      to.onCompleted();
    }
  }

  private static final class Slow extends VersionGrpc.VersionImplBase {
    private final CountDownLatch running;
    private final CountDownLatch go;

    Slow(CountDownLatch running, CountDownLatch go) {
      this.running = running;
      this.go = go;
    }

    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      running.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      to.onNext(VersionResponse.newBuilder().setVersion("slow").build());
      to.onCompleted();
    }
  }
}
