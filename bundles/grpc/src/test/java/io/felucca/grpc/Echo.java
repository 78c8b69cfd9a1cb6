package io.felucca.grpc;

import com.google.protobuf.BytesValue;
import com.google.protobuf.Int32Value;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;

/** A service that answers zeros of the size asked for, and one method that waits for the test. */
final class Echo {
  static final MethodDescriptor<BytesValue, Int32Value> SIZE =
      unary("Size", BytesValue.getDefaultInstance(), Int32Value.getDefaultInstance());
  static final MethodDescriptor<Int32Value, BytesValue> ZEROS =
      unary("Zeros", Int32Value.getDefaultInstance(), BytesValue.getDefaultInstance());
  static final MethodDescriptor<Int32Value, Int32Value> WAIT =
      unary("Wait", Int32Value.getDefaultInstance(), Int32Value.getDefaultInstance());

  final CountDownLatch waiting = new CountDownLatch(1);
  final CountDownLatch go = new CountDownLatch(1);

  ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("test.Echo")
        .addMethod(SIZE, ServerCalls.asyncUnaryCall(this::size))
        .addMethod(ZEROS, ServerCalls.asyncUnaryCall(this::zeros))
        .addMethod(WAIT, ServerCalls.asyncUnaryCall(this::await))
        .build();
  }

  private void size(BytesValue bytes, StreamObserver<Int32Value> out) {
    out.onNext(Int32Value.of(bytes.getValue().size()));
    out.onCompleted();
  }

  private void zeros(Int32Value count, StreamObserver<BytesValue> out) {
    out.onNext(BytesValue.of(com.google.protobuf.ByteString.copyFrom(new byte[count.getValue()])));
    out.onCompleted();
  }

  private void await(Int32Value number, StreamObserver<Int32Value> out) {
    waiting.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.onNext(number);
    out.onCompleted();
  }

  private static <Q extends com.google.protobuf.Message, R extends com.google.protobuf.Message>
      MethodDescriptor<Q, R> unary(String name, Q request, R response) {
    return MethodDescriptor.<Q, R>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("test.Echo/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }
}
