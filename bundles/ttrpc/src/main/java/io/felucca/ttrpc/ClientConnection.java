package io.felucca.ttrpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.felucca.ttrpc.TtrpcStream.Shape;
import io.felucca.ttrpc.envelope.CallRequest;
import io.felucca.ttrpc.envelope.CallResponse;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** A client: a table of the calls that wait for frames, by stream number. */
final class ClientConnection implements TtrpcClient, Connection.Peer {
  /** A call that waits for frames. */
  interface Waiting {
    /** True when the call has ended with this frame. */
    boolean frame(Frame frame) throws InvalidProtocolBufferException;

    void failed(TtrpcException why);
  }

  private final Connection connection;
  private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
  private final CompletableFuture<TtrpcClosedException> onClose = new CompletableFuture<>();
  private int nextId = 1;

  ClientConnection(Loop loop, SocketChannel channel, String name) {
    connection = new Connection(loop, channel, name, this);
  }

  void open() throws IOException {
    connection.open();
  }

  @Override
  public CompletableFuture<byte[]> call(
      String service, String method, byte[] payload, Metadata metadata, Duration timeout) {
    CallRequest request = request(service, method, payload, metadata, timeout);
    UnaryCall call = new UnaryCall(connection, service + "/" + method);
    try {
      int id = start(request, 0, number -> call);
      call.began(timeout, () -> waiting.remove(id));
    } catch (TtrpcException e) {
      call.failed(e);
    }
    return call.answer();
  }

  @Override
  public TtrpcStream stream(
      String service, String method, Shape shape, byte[] first, Metadata metadata) {
    CallRequest request = request(service, method, first, metadata, NO_TIMEOUT);
    int flags = shape == Shape.SERVER ? Frame.REMOTE_CLOSED : Frame.REMOTE_OPEN;
    ClientStream[] stream = new ClientStream[1];
    start(
        request,
        flags,
        id -> stream[0] = new ClientStream(connection, id, shape, () -> waiting.remove(id)));
    return stream[0];
  }

  /** Numbers the call and sends its request in one step: numbers must rise on the wire. */
  private int start(CallRequest request, int flags, IntFunction<Waiting> entry) {
    synchronized (connection) {
      int id = nextId;
      waiting.put(id, entry.apply(id));
      try {
        connection.send(Frame.encode(id, Frame.REQUEST, request, flags));
      } catch (TtrpcException e) {
        waiting.remove(id);
        throw e;
      }
      nextId += 2;
      return id;
    }
  }

  private static CallRequest request(
      String service, String method, byte[] payload, Metadata metadata, Duration timeout) {
    return CallRequest.newBuilder()
        .setService(service)
        .setMethod(method)
        .setPayload(UnsafeByteOperations.unsafeWrap(payload))
        .setTimeoutNano(Durations.nanos(timeout))
        .addAllMetadata(metadata.toWire())
        .build();
  }

  @Override
  public CompletableFuture<TtrpcClosedException> onClose() {
    return onClose;
  }

  @Override
  public void close() {
    connection.close("by this side");
  }

  @Override
  public void frame(Frame frame) {
    Waiting call = waiting.get(frame.streamId());
    if (call == null) {
      return; // answered too late: the caller has gone
    }
    try {
      if (call.frame(frame)) {
        waiting.remove(frame.streamId());
      }
    } catch (InvalidProtocolBufferException e) {
      waiting.remove(frame.streamId());
      call.failed(
          new TtrpcException(
              TtrpcCode.INTERNAL, connection.name() + " sent an unreadable response", e));
    }
  }

  @Override
  public void oversized(int streamId, long length) {
    Waiting call = waiting.remove(streamId);
    if (call != null) {
      call.failed(Frame.tooLong(length));
    }
  }

  @Override
  public void closed(TtrpcClosedException why) {
    List<Waiting> left = new ArrayList<>(waiting.values());
    waiting.clear();
    left.forEach(call -> call.failed(why.again()));
    onClose.complete(why);
  }

  /** The payload of a response whose status is OK. */
  static byte[] payload(Frame frame) throws InvalidProtocolBufferException {
    CallResponse response = CallResponse.parseFrom(frame.data());
    if (response.getStatus().getCode() != 0) {
      throw new TtrpcException(
          TtrpcCode.of(response.getStatus().getCode()), response.getStatus().getMessage());
    }
    return response.getPayload().toByteArray();
  }
}
