package io.felucca.itests.listeners;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.payload.TaskExit;
import io.felucca.wire.tasks.TasksGrpc;
import io.felucca.wire.tasks.WaitRequest;
import io.felucca.wire.tasks.WaitResponse;
import io.felucca.wire.types.Envelope;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** What a client has open for long: a subscription, a wait for a container, a blob half written. */
final class Streams implements AutoCloseable {
  private static final Blob HALF = Blob.of("a".repeat(1000));
  private static final Blob WHOLE = Blob.of("a".repeat(2000));

  private final Rpc rpc;
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Future<WaitResponse> wait;
  private final Upload upload;

  Streams(String address, String container) {
    rpc = new Rpc(address, "default");
    EventsGrpc.newStub(rpc.channel())
        .subscribe(
            SubscribeRequest.newBuilder().addFilters("topic==\"/tasks/exit\"").build(),
            new Exits());
    wait =
        TasksGrpc.newFutureStub(rpc.channel())
            .wait(WaitRequest.newBuilder().setContainerId(container).build());
    upload = new Upload(rpc.channel(), "ref-" + container);
    upload.begin(WHOLE.size(), WHOLE.digest());
    upload.write(0, HALF.bytes());
  }

  int exits() {
    return ended.size();
  }

  /** The containers whose exit has been told, in order; one is there as often as it was told. */
  List<String> ended() {
    return ended.stream().sorted().toList();
  }

  List<Throwable> failures() {
    return failures;
  }

  /** The exit code of the container. */
  Future<WaitResponse> exit() {
    return wait;
  }

  /** Writes the other half. */
  void finishUpload() {
    upload.write(HALF.size(), HALF.bytes());
    upload.commit(WHOLE.size(), WHOLE.digest(), Map.of("containerd.io/gc.root", "test"));
    upload.close();
  }

  @Override
  public void close() {
    rpc.close();
  }

  private final class Exits implements StreamObserver<Envelope> {
    @Override
    public void onNext(Envelope event) {
      try {
        ended.add(TaskExit.parseFrom(event.getEvent().getValue()).getContainerId());
      } catch (InvalidProtocolBufferException e) {
        failures.add(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      failures.add(failure);
    }

    @Override
    public void onCompleted() {
      failures.add(new IllegalStateException("the subscription ended"));
    }
  }
}
