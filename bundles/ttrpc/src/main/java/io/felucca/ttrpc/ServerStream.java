package io.felucca.ttrpc;

/** The answering end of a stream. */
final class ServerStream extends StreamSide {
  private final Shape shape;

  ServerStream(Connection connection, int id, Shape shape) {
    super(connection, id, shape != Shape.CLIENT);
    this.shape = shape;
  }

  /** The request's payload is the first message, except an empty one of a client that streams. */
  void begin(Frame request, byte[] payload) {
    if (payload.length > 0 || shape == Shape.SERVER) {
      inbox().put(payload);
    }
    if (shape == Shape.SERVER || request.has(Frame.REMOTE_CLOSED)) {
      inbox().end(null);
    }
  }

  /** Takes a data frame in; false when nothing more was expected. */
  boolean data(Frame frame) {
    boolean taken = frame.has(Frame.NO_DATA) || inbox().put(frame.data());
    if (frame.has(Frame.REMOTE_CLOSED)) {
      inbox().end(null);
    }
    return taken;
  }

  /** Ends the stream with the handler's result. */
  void done(byte[] result) {
    if (shape == Shape.CLIENT) {
      finish(Responses.ok(id(), result));
    } else if (result == null) {
      closeSend();
    } else {
      finish(Frame.encode(id(), Frame.DATA, result, Frame.REMOTE_CLOSED));
    }
  }
}
