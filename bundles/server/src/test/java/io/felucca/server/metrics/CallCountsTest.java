package io.felucca.server.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Empty;
import io.felucca.grpc.GrpcChannel;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CallCountsTest {
  private static final String LABELS =
      "{grpc_service=\"containerd.services.version.v1.Version\",grpc_method=\"Version\","
          + "grpc_type=\"unary\"";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final CallCounts counts = new CallCounts();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Status answer = Status.OK;
  private GrpcServer server;
  private ManagedChannel channel;

  @Before
  public void listen() throws IOException {
    Path path = folder.getRoot().toPath().resolve("s.sock");
    server =
        GrpcServer.unix(
            SocketFile.at(path),
            MessageSizes.USUAL,
            threads,
            to -> to.addStreamTracerFactory(counts).addService(new Answers()));
    channel = GrpcChannel.unix(path, Runnable::run);
  }

  @After
  public void close() {
    channel.shutdownNow();
    server.close();
    threads.shutdown();
  }

  @Test
  public void callsAreCountedByMethodAndStatus() throws InterruptedException {
    call();
    call();
    answer = Status.NOT_FOUND;
    call();
    await("grpc_server_handled_total" + LABELS + ",grpc_code=\"NotFound\"} 1\n");
    await("grpc_server_handled_total" + LABELS + ",grpc_code=\"OK\"} 2\n");
    await("grpc_server_started_total" + LABELS + "} 3\n");
    assertFalse(text().contains("_seconds"));
  }

  @Test
  public void timesAreKeptWhileSomebodyWantsThem() throws InterruptedException {
    call();
    counts.wantTimes();
    call();
    await("grpc_server_handling_seconds_bucket" + LABELS + ",le=\"+Inf\"} 1\n");
    await("grpc_server_handling_seconds_count" + LABELS + "} 1\n");
    assertTrue(text(), text().contains("grpc_server_handling_seconds_sum" + LABELS + "} 0."));
    counts.wantTimesNoMore();
    assertFalse(text().contains("_seconds"));
  }

  @Test
  public void aTimeFallsInTheFirstBucketThatHoldsIt() {
    MethodCounts method = new MethodCounts(io.grpc.MethodDescriptor.MethodType.UNARY);
    method.took(5_000_000);
    method.took(5_000_001);
    method.took(20_000_000_000L);
    assertEquals(1, method.within(0));
    assertEquals(1, method.within(1));
    assertEquals(1, method.within(MethodCounts.BOUNDS.length));
  }

  @Test
  public void labelsAreEscaped() {
    assertEquals(
        "x{a=\"\\\\ \\\" \\n\"} 0.5\n",
        new Exposition().sample("x", 0.5, "a", "\\ \" \n").toString());
  }

  private void call() {
    try {
      VersionGrpc.newBlockingStub(channel).version(Empty.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      assertEquals(answer.getCode(), e.getStatus().getCode());
    }
  }

  private String text() {
    Exposition to = new Exposition();
    new Calls(counts, to).write();
    return to.toString();
  }

  /** A call is counted when its answer is out, which its client may see first. */
  private void await(String part) throws InterruptedException {
    for (int i = 0; i < 12000 && !text().contains(part); i++) {
      Thread.sleep(5);
    }
    assertTrue(text(), text().contains(part));
  }

  private final class Answers extends VersionGrpc.VersionImplBase {
    @Override
    public void version(Empty request, StreamObserver<VersionResponse> to) {
      if (answer.isOk()) {
        to.onNext(VersionResponse.getDefaultInstance());
        to.onCompleted();
      } else {
        to.onError(answer.asRuntimeException());
      }
    }
  }
}
