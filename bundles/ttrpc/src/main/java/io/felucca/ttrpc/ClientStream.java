package io.felucca.ttrpc;

import com.google.protobuf.InvalidProtocolBufferException;

/** The calling end of a stream. */
final class ClientStream extends StreamSide implements ClientConnection.Waiting {
  private final Shape shape;
  private final Runnable forget;

  ClientStream(Connection connection, int id, Shape shape, Runnable forget) {
    super(connection, id, shape != Shape.SERVER);
    this.shape = shape;
    this.forget = forget;
  }

  @Override
  public boolean frame(Frame frame) throws InvalidProtocolBufferException {
    return switch (frame.type()) {
      case Frame.RESPONSE -> response(frame);
      case Frame.DATA -> data(frame);
      default -> refuse("unexpected frame of type " + frame.type());
    };
  }

  private boolean response(Frame frame) throws InvalidProtocolBufferException {
    try {
      byte[] payload = ClientConnection.payload(frame);
      // where the server streams, an empty response is only the end of it
      if (shape == Shape.CLIENT || payload.length > 0) {
        inbox().put(payload);
      }
      inbox().end(null);
    } catch (TtrpcException e) {
      inbox().end(e);
    }
    return true;
  }

  private boolean data(Frame frame) {
    if (shape == Shape.CLIENT) {
      return refuse("data from a server that does not stream");
    }
    if (!frame.has(Frame.NO_DATA)) {
      inbox().put(frame.data());
    }
    if (frame.has(Frame.REMOTE_CLOSED)) {
      inbox().end(null);
    }
    return frame.has(Frame.REMOTE_CLOSED);
  }

  private boolean refuse(String what) {
    inbox().end(new TtrpcException(TtrpcCode.INTERNAL, "protocol error: " + what));
    return true;
  }

  @Override
  public void failed(TtrpcException why) {
    inbox().end(why);
  }

  @Override
  public void close() {
    super.close();
    forget.run();
  }
}
