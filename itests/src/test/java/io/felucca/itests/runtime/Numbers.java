package io.felucca.itests.runtime;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.events.EventsGrpc;
import io.felucca.wire.events.PublishRequest;
import io.felucca.wire.events.SubscribeRequest;
import io.felucca.wire.payload.TaskExit;
import io.felucca.wire.payload.TaskStart;
import io.felucca.wire.types.Envelope;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A publisher who counts, and subscribers who have to hear each number once and in order, and each
 * exit of a process once.
 */
final class Numbers {
  private static final String TOPIC = "/numbers/next";

  private final EventsGrpc.EventsBlockingStub publisher;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private int published;

  /** One stream, and all that came over it. */
  static final class Subscriber implements StreamObserver<Envelope> {
    private final List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, List<Integer>> exits = Collections.synchronizedMap(new TreeMap<>());
    private volatile Object end = "none";

    @Override
    public void onNext(Envelope event) {
      try {
        if (event.getTopic().equals(TOPIC)) {
          numbers.add(TaskStart.parseFrom(event.getEvent().getValue()).getPid());
        } else if (event.getTopic().equals("/tasks/exit")) {
          TaskExit exit = TaskExit.parseFrom(event.getEvent().getValue());
          exits
              .computeIfAbsent(exit.getContainerId() + "/" + exit.getId(), id -> new ArrayList<>())
              .add(exit.getExitStatus());
        }
      } catch (InvalidProtocolBufferException e) {
        end = e;
      }
    }

    @Override
    public void onError(Throwable failure) {
      end = failure;
    }

    @Override
    public void onCompleted() {
      end = "completed";
    }

    /** How the stream ended; "none" while it has not. */
    Object end() {
      return end;
    }

    /** By container and process, the exit codes that were heard. */
    Map<String, List<Integer>> exits() {
      return exits;
    }
  }

  Numbers(Rpc rpc) {
    publisher = EventsGrpc.newBlockingStub(rpc.channel());
  }

  Subscriber subscribe(Rpc rpc) {
    Subscriber subscriber = new Subscriber();
    subscribers.add(subscriber);
    EventsGrpc.newStub(rpc.channel()).subscribe(SubscribeRequest.getDefaultInstance(), subscriber);
    return subscriber;
  }

  /** Publishes until all subscribers hear, and has them forget what came before. */
  void begin() throws InterruptedException {
    while (subscribers.stream().anyMatch(one -> one.numbers.isEmpty())) {
      publish(-1);
    }
    publish(-2);
    for (Subscriber one : subscribers) {
      while (!one.numbers.contains(-2)) {
        Thread.sleep(5);
      }
      one.numbers.clear();
    }
  }

  void next() {
    publish(++published);
  }

  private void publish(int number) {
    Any event =
        Any.newBuilder()
            .setTypeUrl("containerd.events.TaskStart")
            .setValue(TaskStart.newBuilder().setPid(number).build().toByteString())
            .build();
    publisher
        .withDeadlineAfter(120, TimeUnit.SECONDS)
        .publish(PublishRequest.newBuilder().setTopic(TOPIC).setEvent(event).build());
  }

  int published() {
    return published;
  }

  /** What is wrong with what was heard; empty where nothing is. */
  List<String> complaints() throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (Subscriber one : subscribers) {
      for (int i = 0; i < 6000 && one.numbers.size() < published; i++) {
        Thread.sleep(10);
      }
      if (!one.end.equals("none")) {
        complaints.add("stream ended: " + one.end);
      }
      List<Integer> heard = List.copyOf(one.numbers);
      for (int i = 0; i < Math.max(heard.size(), published); i++) {
        int number = i < heard.size() ? heard.get(i) : 0;
        if (number != i + 1) {
          complaints.add("event " + (i + 1) + " of " + published + " came as " + number);
          break;
        }
      }
    }
    return complaints;
  }
}
