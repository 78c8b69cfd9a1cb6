package io.felucca.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.grpc.GrpcChannel;
import io.felucca.server.metrics.CallCounts;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Listeners that take each other's place while clients call. */
public class SuccessionTest {
  private static final String VERSION = "containerd.services.version.v1.Version";
  private static final int TIMES = 50;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Whiteboard board = new Whiteboard(new NoPlugins());
  private final GrpcServers servers = new GrpcServers();
  private final Held held = new Held();
  private Path path;
  private GrpcListener listener;
  private ManagedChannel channel;

  @Before
  public void listen() {
    path = folder.getRoot().toPath().resolve("s.sock");
    board.add(held, Map.of(GrpcService.KEY, VERSION, "service.id", 1L));
    listener = started(Map.of("address", path.toString()));
    channel = GrpcChannel.unix(path, Runnable::run);
  }

  @After
  public void close() {
    held.hold = false;
    held.answerAll();
    channel.shutdownNow();
    listener.close();
    servers.close();
  }

  @Test
  public void callsUnderWayGoOnAndTheSocketStays() throws Exception {
    Object inode = Files.getAttribute(path, "unix:ino");
    Future<VersionResponse> waiting = heldCall();
    succeed(Map.of("address", path.toString()));
    assertEquals("now", version());
    held.answerAll();
    assertEquals("now", waiting.get().getVersion());
    assertEquals(inode, Files.getAttribute(path, "unix:ino"));
  }

  @Test
  public void fiftySuccessorsUnderLoadFailNoCallAndLeaveNothingBehind() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    long before = descriptors();
    Thread load =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                calls.incrementAndGet();
                try {
                  version();
                  freshCall();
                } catch (RuntimeException e) {
                  failures.add(e);
                }
              }
            });
    load.start();
    for (int i = 0; i < TIMES; i++) {
      int until = calls.get() + 3;
      succeed(Map.of("address", path.toString(), "max_recv_message_size", 1000 + i));
      while (calls.get() < until) {
        Thread.sleep(1);
      }
    }
    load.interrupt();
    load.join();
    failures.removeIf(failure -> failure.toString().contains("CANCELLED")); // the interrupt
    assertTrue(failures.toString(), failures.isEmpty());
    for (int i = 0; i < 6000 && descriptors() > before + 4; i++) {
      Thread.sleep(10);
    }
    assertTrue(descriptors() + " after " + before, descriptors() <= before + 4);
  }

  @Test
  public void aNewLimitHoldsForTheNextCall() throws Exception {
    assertEquals("now", version());
    succeed(Map.of("address", path.toString(), "max_send_message_size", 2));
    for (int i = 0; i < 6000 && isAnswered(); i++) {
      Thread.sleep(10); // until the client has heard that it is to connect anew
    }
    assertFalse(isAnswered());
  }

  @Test
  public void atAnotherAddressOldConnectionsGoOnAndTheOldFileIsGone() throws Exception {
    assertEquals("now", version());
    Path next = folder.getRoot().toPath().resolve("next.sock");
    succeed(Map.of("address", next.toString()));
    assertFalse(Files.exists(path));
    assertEquals("now", version());
    channel.shutdownNow();
    channel = GrpcChannel.unix(next, Runnable::run);
    assertEquals("now", version());
    succeed(Map.of("address", path.toString()));
    assertEquals("now", version());
    assertTrue(Files.exists(path));
    assertFalse(Files.exists(next));
  }

  @Test
  public void theOwnerChangesWithTheSocketOpen() throws Exception {
    Object inode = Files.getAttribute(path, "unix:ino");
    succeed(Map.of("address", path.toString(), "gid", 4711));
    assertEquals(4711, Files.getAttribute(path, "unix:gid"));
    assertEquals(inode, Files.getAttribute(path, "unix:ino"));
  }

  @Test
  public void aSuccessorThatCannotListenChangesNothing() throws Exception {
    Path used = folder.newFile("used").toPath();
    GrpcListener second = listener(Map.of("address", used.toString()));
    Fault fault = assertThrows(Fault.class, second::start);
    assertTrue(fault.getMessage(), fault.getMessage().contains("is not a socket"));
    second.close();
    assertEquals("now", version());
  }

  @Test
  public void aFileThatSomebodyRemovedComesBackWithTheSuccessor() throws Exception {
    Files.delete(path);
    succeed(Map.of("address", path.toString()));
    assertEquals("now", freshCall());
  }

  @Test
  public void withoutASuccessorEveryCallIsCut() throws Exception {
    Future<VersionResponse> first = heldCall();
    succeed(Map.of("address", path.toString()));
    Future<VersionResponse> second = heldCall();
    listener.close();
    assertThrows(ExecutionException.class, first::get);
    assertThrows(ExecutionException.class, second::get);
    assertFalse(Files.exists(path));
  }

  @Test
  public void callThatIsCutLearnsOfItThoughTheServersAreStoppedMeanwhile() throws Exception {
    heldCall();
    Thread closing = new Thread(listener::close, "closing");
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    servers.close();
    assertTrue(held.cut.await(120, TimeUnit.SECONDS));
    closing.join();
  }

  private void succeed(Map<String, Object> values) {
    GrpcListener next = started(values);
    listener.close();
    listener = next;
  }

  private GrpcListener started(Map<String, Object> values) {
    GrpcListener one = listener(values);
    one.start();
    return one;
  }

  private GrpcListener listener(Map<String, Object> values) {
    return new GrpcListener(
        board,
        servers,
        new CallCounts(),
        Configs.of(GrpcListener.Config.class, new HashMap<>(values)));
  }

  private String version() {
    return VersionGrpc.newBlockingStub(channel).version(Empty.getDefaultInstance()).getVersion();
  }

  private boolean isAnswered() {
    try {
      version();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Over a connection of its own. */
  private String freshCall() {
    ManagedChannel fresh = GrpcChannel.unix(path, Runnable::run);
    try {
      return VersionGrpc.newBlockingStub(fresh).version(Empty.getDefaultInstance()).getVersion();
    } finally {
      fresh.shutdownNow();
    }
  }

  /** A call that is in the service's hands, unanswered. */
  private Future<VersionResponse> heldCall() throws InterruptedException {
    int before = held.waiting.size();
    held.hold = true;
    Future<VersionResponse> call =
        VersionGrpc.newFutureStub(channel).version(Empty.getDefaultInstance());
    while (held.waiting.size() == before) {
      Thread.sleep(1);
    }
    held.hold = false;
    return call;
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** Answers at once, or when it is told to. */
  private static final class Held extends VersionGrpc.VersionImplBase {
    final BlockingQueue<StreamObserver<VersionResponse>> waiting = new LinkedBlockingQueue<>();
    final CountDownLatch cut = new CountDownLatch(1);
    volatile boolean hold;

    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      if (hold) {
        ((ServerCallStreamObserver<?>) to).setOnCancelHandler(cut::countDown);
        waiting.add(to);
      } else {
        answer(to);
      }
    }

    void answerAll() {
      for (var to = waiting.poll(); to != null; to = waiting.poll()) {
        answer(to);
      }
    }

    private static void answer(StreamObserver<VersionResponse> to) {
      to.onNext(VersionResponse.newBuilder().setVersion("now").build());
      to.onCompleted();
    }
  }
}
