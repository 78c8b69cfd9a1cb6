package io.felucca.server;

import io.felucca.api.Fault;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Answers a call to a service that is being replaced: waits for the successor and hands it the
 * call. What the messages are only the successor knows; until then they are bytes.
 */
final class Successor implements ServerCallHandler<InputStream, InputStream> {
  private final ServiceTable table;
  private final Consumer<String> awaitPlugin;
  private final String service;
  private final String method;

  private Successor(
      ServiceTable table, Consumer<String> awaitPlugin, String service, String method) {
    this.table = table;
    this.awaitPlugin = awaitPlugin;
    this.service = service;
    this.method = method;
  }

  static ServerMethodDefinition<InputStream, InputStream> awaited(
      ServiceTable table, Consumer<String> awaitPlugin, String service, String method) {
    MethodDescriptor<InputStream, InputStream> any =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setFullMethodName(method)
            .setType(MethodType.UNKNOWN)
            .build();
    return ServerMethodDefinition.create(any, new Successor(table, awaitPlugin, service, method));
  }

  @Override
  public Listener<InputStream> startCall(
      ServerCall<InputStream, InputStream> call, Metadata headers) {
    awaitPlugin.accept(service);
    ServiceTable.Found found = table.find(service);
    if (found.state() != ServiceTable.State.HERE) {
      throw Fault.unavailable("%s is being replaced, its successor did not come in time", service);
    }
    ServerMethodDefinition<?, ?> definition = found.offer().definition().getMethod(method);
    if (definition == null) {
      throw Fault.of(Fault.Kind.UNIMPLEMENTED, "%s has no longer a method %s", service, method);
    }
    return hand(call, headers, definition);
  }

  private static <Q, R> Listener<InputStream> hand(
      ServerCall<InputStream, InputStream> call,
      Metadata headers,
      ServerMethodDefinition<Q, R> definition) {
    MethodDescriptor<Q, R> method = definition.getMethodDescriptor();
    ServerCallHandler<Q, R> handler = definition.getServerCallHandler();
    return new Requests<>(method, handler.startCall(new Typed<>(method, call), headers));
  }

  /** The call as the successor knows it. */
  private static final class Typed<Q, R> extends ServerCall<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private final ServerCall<InputStream, InputStream> bytes;

    Typed(MethodDescriptor<Q, R> method, ServerCall<InputStream, InputStream> bytes) {
      this.method = method;
      this.bytes = bytes;
    }

    @Override
    public void request(int count) {
      bytes.request(count);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      bytes.sendHeaders(headers);
    }

    @Override
    public void sendMessage(R message) {
      bytes.sendMessage(method.streamResponse(message));
    }

    @Override
    public boolean isReady() {
      return bytes.isReady();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      bytes.close(status, trailers);
    }

    @Override
    public boolean isCancelled() {
      return bytes.isCancelled();
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
      return method;
    }
  }

  /** What comes in, as the successor understands it. */
  private static final class Requests<Q> extends Listener<InputStream> {
    private final MethodDescriptor<Q, ?> method;
    private final Listener<Q> listener;

    Requests(MethodDescriptor<Q, ?> method, Listener<Q> listener) {
      this.method = method;
      this.listener = listener;
    }

    @Override
    public void onMessage(InputStream message) {
      listener.onMessage(method.parseRequest(message));
    }

    @Override
    public void onHalfClose() {
      listener.onHalfClose();
    }

    @Override
    public void onReady() {
      listener.onReady();
    }

    @Override
    public void onCancel() {
      listener.onCancel();
    }

    @Override
    public void onComplete() {
      listener.onComplete();
    }
  }

  /** Messages as they came; grpc takes its buffer back soon, so this keeps a copy. */
  private static final class Bytes implements Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      try {
        return new ByteArrayInputStream(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
