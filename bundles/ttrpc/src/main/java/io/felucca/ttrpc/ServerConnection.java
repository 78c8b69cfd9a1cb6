package io.felucca.ttrpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.ttrpc.envelope.CallRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One client of a server: starts handlers on the server's executor and sends back what they answer.
 */
final class ServerConnection implements Connection.Peer {
  private static final Logger LOG = System.getLogger(ServerConnection.class.getName());

  private final Connection connection;
  private final TtrpcServices services;
  private final Executor executor;
  private final Consumer<ServerConnection> gone;
  private final Map<Integer, ServerStream> streams = new ConcurrentHashMap<>();
  private int lastId;

  ServerConnection(
      Loop loop,
      SocketChannel channel,
      String name,
      TtrpcServer server,
      Consumer<ServerConnection> gone) {
    this.connection = new Connection(loop, channel, name, this);
    this.services = server.services();
    this.executor = server.executor();
    this.gone = gone;
  }

  void open() throws IOException {
    connection.open();
  }

  void close() {
    connection.close("server closed");
  }

  @Override
  public void frame(Frame frame) {
    if (frame.type() == Frame.REQUEST) {
      answering(frame.streamId(), () -> request(frame));
    } else if (frame.type() == Frame.DATA) {
      answering(frame.streamId(), () -> data(frame));
    }
    // other types: to be ignored, a later protocol may define them
  }

  @Override
  public void oversized(int streamId, long length) {
    answering(
        streamId,
        () -> {
          throw Frame.tooLong(length);
        });
  }

  private void answering(int streamId, Runnable work) {
    try {
      work.run();
    } catch (TtrpcException e) {
      reply(Responses.failed(streamId, e));
    } catch (RejectedExecutionException e) {
      reply(
          Responses.failed(
              streamId, new TtrpcException(TtrpcCode.UNAVAILABLE, "server is stopping", e)));
    }
  }

  private void request(Frame frame) {
    checkId(frame.streamId());
    TtrpcRequest request = parse(frame);
    Object handler = services.find(request.service(), request.method());
    if (handler instanceof TtrpcServices.Unary unary) {
      executor.execute(() -> runUnary(frame.streamId(), unary, request));
    } else if (handler instanceof TtrpcServices.Later later) {
      executor.execute(() -> runLater(frame.streamId(), later, request));
    } else {
      startStream(frame, (TtrpcServices.StreamMethod) handler, request);
    }
  }

  private void checkId(int id) {
    if (id % 2 == 0) {
      throw new TtrpcException(
          TtrpcCode.INVALID_ARGUMENT, "StreamID must be odd for client initiated streams");
    }
    if (Integer.compareUnsigned(id, lastId) <= 0) {
      throw new TtrpcException(
          TtrpcCode.INVALID_ARGUMENT, "StreamID cannot be re-used and must increment");
    }
    lastId = id;
  }

  private static TtrpcRequest parse(Frame frame) {
    try {
      CallRequest call = CallRequest.parseFrom(frame.data());
      return new TtrpcRequest(
          call.getService(),
          call.getMethod(),
          call.getPayload().toByteArray(),
          Metadata.fromWire(call.getMetadataList()),
          Duration.ofNanos(Math.max(0, call.getTimeoutNano())));
    } catch (InvalidProtocolBufferException e) {
      throw new TtrpcException(
          TtrpcCode.INVALID_ARGUMENT, "unmarshal request error: " + e.getMessage(), e);
    }
  }

  private void runUnary(int id, TtrpcServices.Unary handler, TtrpcRequest request) {
    ByteBuffer response;
    try {
      response = Responses.ok(id, handler.handle(request));
    } catch (Throwable e) {
      response = failure(id, request, e);
    }
    reply(response);
  }

  private void runLater(int id, TtrpcServices.Later handler, TtrpcRequest request) {
    try {
      handler
          .handle(request)
          .whenComplete(
              (payload, e) ->
                  reply(
                      e == null ? Responses.ok(id, payload) : failure(id, request, unwrapped(e))));
    } catch (Throwable e) {
      reply(failure(id, request, e));
    }
  }

  private static Throwable unwrapped(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
  }

  private void startStream(Frame frame, TtrpcServices.StreamMethod method, TtrpcRequest request) {
    ServerStream stream = new ServerStream(connection, frame.streamId(), method.shape());
    streams.put(frame.streamId(), stream);
    stream.begin(frame, request.payload());
    try {
      executor.execute(() -> runStream(stream, method.handler(), request));
    } catch (RejectedExecutionException e) {
      streams.remove(stream.id());
      throw e;
    }
  }

  private void runStream(
      ServerStream stream, TtrpcServices.Streaming handler, TtrpcRequest request) {
    try {
      stream.done(handler.handle(request, stream));
    } catch (TtrpcClosedException e) {
      LOG.log(Level.DEBUG, connection.name(), e);
    } catch (Throwable e) {
      quietly(() -> stream.finish(failure(stream.id(), request, e)));
    } finally {
      streams.remove(stream.id());
      stream.close();
    }
  }

  private static ByteBuffer failure(int id, TtrpcRequest request, Throwable e) {
    if (!(e instanceof TtrpcException)) {
      LOG.log(
          Level.WARNING,
          "ttrpc handler failed method=" + request.service() + "/" + request.method(),
          e);
    }
    return Responses.failed(id, e);
  }

  private void data(Frame frame) {
    ServerStream stream = streams.get(frame.streamId());
    if (stream == null || !stream.data(frame)) {
      throw new TtrpcException(TtrpcCode.INVALID_ARGUMENT, "StreamID is no longer active");
    }
  }

  private void reply(ByteBuffer response) {
    quietly(() -> connection.send(response));
  }

  /** A caller that has gone, or never reads, gets no answer. */
  private void quietly(Runnable sending) {
    try {
      sending.run();
    } catch (TtrpcClosedException e) {
      LOG.log(Level.DEBUG, connection.name(), e);
    } catch (TtrpcException e) {
      connection.close(e.getMessage());
    }
  }

  @Override
  public void closed(TtrpcClosedException why) {
    streams.values().forEach(stream -> stream.inbox().end(why.again()));
    streams.clear();
    gone.accept(this);
  }
}
