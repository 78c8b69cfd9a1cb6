package io.felucca.client;

import com.google.protobuf.ByteString;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.client.call.Answers;
import io.felucca.client.call.Caller;
import io.felucca.wire.content.ContentGrpc;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a blob as the daemon sends them. */
final class BlobStream extends InputStream {
  private final Answers<ReadContentResponse> answers;
  private ByteString bytes = ByteString.EMPTY;
  private int position;

  BlobStream(Caller caller, Digest digest, long offset) {
    ReadContentRequest request =
        ReadContentRequest.newBuilder().setDigest(digest.toString()).setOffset(offset).build();
    answers = caller.answers(ContentGrpc.getReadMethod(), request);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int n = Math.min(length, bytes.size() - position);
    bytes.copyTo(into, position, offset, n);
    position += n;
    return n;
  }

  private boolean more() throws IOException {
    try {
      while (position == bytes.size()) {
        ReadContentResponse answer = answers.next();
        if (answer == null) {
          return false;
        }
        bytes = answer.getData();
        position = 0;
      }
      return true;
    } catch (Fault fault) {
      throw new IOException(fault.getMessage(), fault);
    }
  }

  @Override
  public void close() {
    answers.close();
  }
}
