package io.felucca.grpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Int32Value;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Servers that follow each other on one listening socket. */
public class HandoverTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Echo echo = new Echo();
  private Path path;
  private SocketListener listener;
  private GrpcServer first;
  private ManagedChannel channel;

  @Before
  public void listen() throws IOException {
    path = folder.getRoot().toPath().resolve("s.sock");
    listener = SocketListener.bind(SocketFile.at(path));
    first = server();
    channel = GrpcChannel.unix(path, executor);
  }

  @After
  public void close() throws IOException {
    channel.shutdownNow();
    first.close();
    listener.close();
    executor.shutdownNow();
  }

  @Test
  public void theNextServerAnswersAndWhatRanGoesOnUntilItEnds() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Future<Integer> call = executor.submit(() -> await(7));
    echo.waiting.await();
    try (GrpcServer second = server()) {
      first.refuse();
      first.whenEnded(ended::countDown);
      assertEquals(3, zeros(3));
      assertEquals(1, ended.getCount());
      echo.go.countDown();
      assertEquals(7, (int) call.get());
      assertTrue(ended.await(120, TimeUnit.SECONDS));
    }
  }

  @Test
  public void whoeverConnectsBetweenTwoServersWaits() throws Exception {
    first.close();
    Future<Integer> call = executor.submit(() -> zeros(5));
    try (GrpcServer second = server()) {
      assertEquals(5, (int) call.get());
    }
  }

  @Test
  public void clientsOfAServerThatLeftStayAsLongAsTheyLike() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    assertEquals(2, zeros(2));
    first.leave();
    first.whenEnded(ended::countDown);
    listener.close();
    assertFalse(Files.exists(path));
    assertEquals(2, zeros(2));
    channel.shutdownNow();
    assertTrue(ended.await(120, TimeUnit.SECONDS));
  }

  @Test
  public void nobodyIsAcceptedByAServerThatLeft() throws Exception {
    first.leave();
    try (GrpcServer second =
        GrpcServer.on(listener, new MessageSizes(1 << 20, 10), executor, s -> {})) {
      StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> zeros(1));
      assertEquals(Code.UNIMPLEMENTED, refused.getStatus().getCode());
    }
  }

  private GrpcServer server() throws IOException {
    return GrpcServer.on(listener, MessageSizes.USUAL, executor, s -> s.addService(echo.service()));
  }

  private int zeros(int count) {
    return ClientCalls.blockingUnaryCall(
            channel, Echo.ZEROS, CallOptions.DEFAULT, Int32Value.of(count))
        .getValue()
        .size();
  }

  private int await(int number) {
    return ClientCalls.blockingUnaryCall(
            channel, Echo.WAIT, CallOptions.DEFAULT, Int32Value.of(number))
        .getValue();
  }
}
