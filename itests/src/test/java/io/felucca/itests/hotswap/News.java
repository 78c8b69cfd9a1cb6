package io.felucca.itests.hotswap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.plugins.PluginChange;
import io.felucca.wire.types.Envelope;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the event stream tells of plugins and configurations. */
final class News implements StreamObserver<Envelope> {
  private final List<PluginChange> told = new CopyOnWriteArrayList<>();

  static News of(Rpc rpc) {
    News news = new News();
    EventsGrpc.newStub(rpc.channel())
        .subscribe(SubscribeRequest.newBuilder().addFilters("topic~=\"^/plugins/\"").build(), news);
    return news;
  }

  @Override
  public void onNext(Envelope envelope) {
    try {
      told.add(PluginChange.parseFrom(envelope.getEvent().getValue()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}

  /** Whether something in this state was told for a reason with these words. */
  boolean has(String state, String words) {
    return told.stream()
        .anyMatch(one -> one.getState().equals(state) && one.getReason().contains(words));
  }

  void forget() {
    told.clear();
  }
}
