package io.felucca.ttrpc;

import com.google.protobuf.UnsafeByteOperations;
import io.felucca.ttrpc.envelope.CallResponse;
import io.felucca.ttrpc.envelope.Outcome;
import java.nio.ByteBuffer;

/** Response frames of a server. */
final class Responses {
  private Responses() {}

  static ByteBuffer ok(int streamId, byte[] payload) {
    // peers expect a status even when all is well
    CallResponse.Builder response =
        CallResponse.newBuilder().setStatus(Outcome.getDefaultInstance());
    if (payload != null) {
      response.setPayload(UnsafeByteOperations.unsafeWrap(payload));
    }
    return Frame.encode(streamId, Frame.RESPONSE, response.build(), 0);
  }

  static ByteBuffer failed(int streamId, Throwable failure) {
    TtrpcCode code = failure instanceof TtrpcException known ? known.code() : TtrpcCode.UNKNOWN;
    Outcome status = Outcome.newBuilder().setCode(code.number()).setMessage(text(failure)).build();
    return Frame.encode(
        streamId, Frame.RESPONSE, CallResponse.newBuilder().setStatus(status).build(), 0);
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }
}
