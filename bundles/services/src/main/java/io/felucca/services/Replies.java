package io.felucca.services;

import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** Answers of one message. */
final class Replies {
  private Replies() {}

  static <T> void one(StreamObserver<T> to, T message) {
    to.onNext(message);
    to.onCompleted();
  }

  static void nothing(StreamObserver<Empty> to) {
    one(to, Empty.getDefaultInstance());
  }
}
