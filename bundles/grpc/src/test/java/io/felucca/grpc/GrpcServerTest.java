package io.felucca.grpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Int32Value;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GrpcServerTest {
  private static final int MIB = 1 << 20;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Echo echo = new Echo();
  private Path path;
  private GrpcServer server;
  private ManagedChannel channel;

  @Before
  public void listen() throws IOException {
    path = folder.getRoot().toPath().resolve("grpc.sock");
    server =
        GrpcServer.unix(
            SocketFile.at(path), MessageSizes.USUAL, executor, s -> s.addService(echo.service()));
    channel = GrpcChannel.unix(path, executor);
  }

  @After
  public void close() {
    channel.shutdownNow();
    server.close();
    executor.shutdownNow();
  }

  @Test
  public void callsGoThroughTheSocket() {
    assertEquals(3, size(new byte[3]));
  }

  @Test
  public void requestsOfNearly16MiBPass() {
    assertEquals(16 * MIB - 100, size(new byte[16 * MIB - 100]));
  }

  @Test
  public void requestsAboveTheLimitAreRefused() {
    assertEquals(Code.RESOURCE_EXHAUSTED, code(() -> size(new byte[16 * MIB])));
  }

  @Test
  public void responsesOfNearly16MiBPass() {
    assertEquals(16 * MIB - 100, zeros(16 * MIB - 100));
  }

  @Test
  public void responsesAboveTheLimitAreRefusedWithBothSizes() {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> zeros(16 * MIB));
    assertEquals(Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
    assertTrue(refused.getMessage(), refused.getMessage().contains("16777221 vs. 16777216"));
  }

  @Test
  public void callsInFlightEndWithinTheGrace() throws Exception {
    Future<Integer> call = executor.submit(() -> await(7));
    echo.waiting.await();
    Future<?> stopping = executor.submit(() -> server.stop(Duration.ofMinutes(1)));
    echo.go.countDown();
    assertEquals(7, (int) call.get());
    stopping.get();
    assertFalse(Files.exists(path));
  }

  @Test
  public void callsBeyondTheGraceLoseTheirConnection() throws Exception {
    Future<Code> call = executor.submit(() -> code(() -> await(7)));
    echo.waiting.await();
    server.stop(Duration.ZERO);
    assertEquals(Code.UNAVAILABLE, call.get());
    echo.go.countDown();
  }

  @Test
  public void tcpServesTheSameServices() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (GrpcServer tcp =
        GrpcServer.tcp(
            any,
            InsecureServerCredentials.create(),
            MessageSizes.USUAL,
            executor,
            s -> s.addService(echo.service()))) {
      channel.shutdownNow();
      channel =
          NettyChannelBuilder.forAddress(
                  any.getHostString(), tcp.port(), InsecureChannelCredentials.create())
              .build();
      assertEquals(5, size(new byte[5]));
    }
  }

  private int size(byte[] bytes) {
    BytesValue request = BytesValue.of(ByteString.copyFrom(bytes));
    return ClientCalls.blockingUnaryCall(channel, Echo.SIZE, CallOptions.DEFAULT, request)
        .getValue();
  }

  private int zeros(int count) {
    Int32Value request = Int32Value.of(count);
    return ClientCalls.blockingUnaryCall(channel, Echo.ZEROS, CallOptions.DEFAULT, request)
        .getValue()
        .size();
  }

  private int await(int number) {
    Int32Value request = Int32Value.of(number);
    return ClientCalls.blockingUnaryCall(channel, Echo.WAIT, CallOptions.DEFAULT, request)
        .getValue();
  }

  private static Code code(Runnable call) {
    return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
  }
}
