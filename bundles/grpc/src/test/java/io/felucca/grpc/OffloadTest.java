package io.felucca.grpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Int32Value;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Through a real socket. */
public class OffloadTest {
  private static final MethodDescriptor<Int32Value, Int32Value> TWICE =
      method("Twice", MethodType.UNARY);
  private static final MethodDescriptor<Int32Value, Int32Value> COUNT =
      method("Count", MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<Int32Value, Int32Value> SUMS =
      method("Sums", MethodType.BIDI_STREAMING);
  private static final MethodDescriptor<Int32Value, Int32Value> BROKEN =
      method("Broken", MethodType.UNARY);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ExecutorService calls =
      Executors.newCachedThreadPool(task -> new Thread(task, "call"));
  private final Queue<String> threads = new ConcurrentLinkedQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private GrpcServer server;
  private ManagedChannel channel;
  private volatile boolean noThreads;

  @Before
  public void listen() throws IOException {
    Path path = folder.getRoot().toPath().resolve("s");
    ServerCallHandler<Int32Value, Int32Value> broken =
        (call, headers) -> {
          throw new NoClassDefFoundError("gone");
        };
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("test.Numbers")
            .addMethod(TWICE, ServerCalls.asyncUnaryCall(this::twice))
            .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(this::count))
            .addMethod(SUMS, ServerCalls.asyncBidiStreamingCall(Sums::new))
            .addMethod(BROKEN, broken)
            .build();
    server =
        GrpcServer.unix(
            SocketFile.at(path), MessageSizes.USUAL, this::execute, s -> s.addService(service));
    channel = GrpcChannel.unix(path, calls);
  }

  /** As a pool of threads does that can make no more. */
  private void execute(Runnable task) {
    if (noThreads) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    calls.execute(task);
  }

  @After
  public void close() {
    channel.shutdownNow();
    server.close();
    calls.shutdownNow();
  }

  @Test
  public void callsRunOnTheExecutor() {
    assertEquals(6, ask(TWICE, 3));
    assertEquals(List.of("call"), List.copyOf(threads));
  }

  @Test
  public void answersOfManyMessagesComeInOrder() {
    List<Integer> all = new ArrayList<>();
    ClientCalls.blockingServerStreamingCall(channel, COUNT, CallOptions.DEFAULT, Int32Value.of(500))
        .forEachRemaining(each -> all.add(each.getValue()));
    assertEquals(500, all.size());
    assertEquals(499, (int) all.get(499));
  }

  @Test
  public void requestsOfManyMessagesAreTakenOneAfterAnother() throws Exception {
    Answers answers = new Answers();
    StreamObserver<Int32Value> to =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(SUMS, CallOptions.DEFAULT), answers);
    for (int i = 1; i <= 200; i++) {
      to.onNext(Int32Value.of(i));
    }
    to.onCompleted();
    answers.end.await();
    assertEquals(200, answers.all.size());
    assertEquals(200 * 201 / 2, (int) answers.all.get(199));
  }

  @Test
  public void aCallThatCannotStartEndsAndTheNextOneIsAnswered() {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> ask(BROKEN, 1));
    assertEquals(Code.UNKNOWN, e.getStatus().getCode());
    assertEquals(4, ask(TWICE, 2));
  }

  @Test
  public void aCallThatNoThreadCanBeMadeForIsToldSoAndTheNextOneIsAnswered() throws Exception {
    noThreads = true;
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> ask(TWICE, 1));
    assertEquals(Code.RESOURCE_EXHAUSTED, e.getStatus().getCode());
    assertTrue(e.getMessage(), e.getMessage().contains("no thread can be started"));
    Answers answers = new Answers();
    ClientCalls.asyncBidiStreamingCall(channel.newCall(SUMS, CallOptions.DEFAULT), answers);
    answers.end.await();
    assertEquals(
        Code.RESOURCE_EXHAUSTED, ((StatusRuntimeException) answers.error).getStatus().getCode());
    noThreads = false;
    assertEquals(4, ask(TWICE, 2));
  }

  @Test
  public void aSecondRequestWhereOneIsExpectedIsRefused() throws Exception {
    Answers answers = new Answers();
    ClientCall<Int32Value, Int32Value> call =
        channel.newCall(
            TWICE.toBuilder().setType(MethodType.BIDI_STREAMING).build(), CallOptions.DEFAULT);
    StreamObserver<Int32Value> to = ClientCalls.asyncBidiStreamingCall(call, answers);
    to.onNext(Int32Value.of(1));
    to.onNext(Int32Value.of(2));
    to.onCompleted();
    answers.end.await();
    assertEquals(Code.INTERNAL, ((StatusRuntimeException) answers.error).getStatus().getCode());
  }

  @Test
  public void whoCancelsIsHeard() throws Exception {
    Answers answers = new Answers();
    ClientCall<Int32Value, Int32Value> call = channel.newCall(COUNT, CallOptions.DEFAULT);
    ClientCalls.asyncServerStreamingCall(call, Int32Value.of(-1), answers);
    while (threads.isEmpty()) {
      Thread.sleep(1);
    }
    call.cancel("enough", null);
    assertTrue(cancelled.await(120, TimeUnit.SECONDS));
  }

  @Test
  public void halfARequestReachesNobody() throws Exception {
    ClientCall<Int32Value, Int32Value> call = channel.newCall(TWICE, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(1);
    call.cancel("never mind", null);
    assertEquals(2, ask(TWICE, 1));
    assertEquals(1, threads.size());
  }

  private int ask(MethodDescriptor<Int32Value, Int32Value> method, int number) {
    return ClientCalls.blockingUnaryCall(
            channel, method, CallOptions.DEFAULT, Int32Value.of(number))
        .getValue();
  }

  private void twice(Int32Value number, StreamObserver<Int32Value> to) {
    threads.add(Thread.currentThread().getName());
    to.onNext(Int32Value.of(2 * number.getValue()));
    to.onCompleted();
  }

  /** Below zero: never ends. */
  private void count(Int32Value number, StreamObserver<Int32Value> to) {
    ((ServerCallStreamObserver<Int32Value>) to).setOnCancelHandler(cancelled::countDown);
    threads.add(Thread.currentThread().getName());
    for (int i = 0; i < number.getValue(); i++) {
      to.onNext(Int32Value.of(i));
    }
    if (number.getValue() >= 0) {
      to.onCompleted();
    }
  }

  /** Answers each number with the sum so far; not synchronized on purpose. */
  private static final class Sums implements StreamObserver<Int32Value> {
    private final StreamObserver<Int32Value> to;
    private int sum;

    Sums(StreamObserver<Int32Value> to) {
      this.to = to;
    }

    @Override
    public void onNext(Int32Value number) {
      sum += number.getValue();
      to.onNext(Int32Value.of(sum));
    }

    @Override
    public void onError(Throwable e) {}

    @Override
    public void onCompleted() {
      to.onCompleted();
    }
  }

  private static final class Answers implements StreamObserver<Int32Value> {
    private final List<Integer> all = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private Throwable error;

    @Override
    public void onNext(Int32Value number) {
      all.add(number.getValue());
    }

    @Override
    public void onError(Throwable e) {
      error = e;
      end.countDown();
    }

    @Override
    public void onCompleted() {
      end.countDown();
    }
  }

  private static MethodDescriptor<Int32Value, Int32Value> method(String name, MethodType type) {
    return MethodDescriptor.<Int32Value, Int32Value>newBuilder()
        .setType(type)
        .setFullMethodName("test.Numbers/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(Int32Value.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(Int32Value.getDefaultInstance()))
        .build();
  }
}
