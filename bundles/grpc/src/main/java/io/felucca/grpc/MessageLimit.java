package io.felucca.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses to send what no client would accept.
 *
 * <p>grpc-java limits only what comes in. A response above the limit would reach the client as a
 * broken call that blames the client; here the call ends with {@code RESOURCE_EXHAUSTED} and both
 * sizes.
 */
final class MessageLimit implements ServerInterceptor {
  private final int bytes;

  MessageLimit(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public <Q, R> Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(new Limited<>(call, bytes), headers);
  }

  private static final class Limited<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final int limit;
    private boolean refused;

    Limited(ServerCall<Q, R> call, int limit) {
      super(call);
      this.limit = limit;
    }

    @Override
    public void sendMessage(R message) {
      if (refused) {
        return;
      }
      int size = message instanceof MessageLite proto ? proto.getSerializedSize() : 0;
      if (size > limit) {
        refused = true;
        super.close(tooLarge(size, limit), new Metadata());
      } else {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!refused) {
        super.close(status, trailers);
      }
    }

    private static Status tooLarge(int size, int limit) {
      return Status.RESOURCE_EXHAUSTED.withDescription(
          "trying to send message larger than max (" + size + " vs. " + limit + ")");
    }
  }
}
