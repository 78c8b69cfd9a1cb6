package io.felucca.ttrpc;

import io.felucca.ttrpc.TtrpcStream.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The methods a server answers, by full service name and method name. Build it whole, then serve
 * it.
 */
public final class TtrpcServices {
  /**
   * Answers one request with one message, serialised. A {@link TtrpcException} becomes the status,
   * any other UNKNOWN.
   */
  @FunctionalInterface
  public interface Unary {
    byte[] handle(TtrpcRequest request) throws Exception;
  }

  /**
   * Answers one request as {@link Unary} does, but later: no thread waits meanwhile. It is called
   * on the server's executor; the answer may be completed on any thread.
   */
  @FunctionalInterface
  public interface Later {
    CompletableFuture<byte[]> handle(TtrpcRequest request) throws Exception;
  }

  /**
   * Answers a call with a flow of messages. Returning ends the stream.
   *
   * <p>Its result is the only answer of a method whose server does not stream; otherwise it is a
   * last message, or null for none. The request's payload, if any, is the first message to receive.
   */
  @FunctionalInterface
  public interface Streaming {
    byte[] handle(TtrpcRequest request, TtrpcStream stream) throws Exception;
  }

  record StreamMethod(Shape shape, Streaming handler) {}

  private final Map<String, Map<String, Object>> services = new HashMap<>();

  /** Adds a unary method. */
  public TtrpcServices unary(String service, String method, Unary handler) {
    return add(service, method, handler);
  }

  /** Adds a unary method whose answers may take long. */
  public TtrpcServices later(String service, String method, Later handler) {
    return add(service, method, handler);
  }

  /** Adds a streaming method. */
  public TtrpcServices streaming(String service, String method, Shape shape, Streaming handler) {
    return add(service, method, new StreamMethod(shape, handler));
  }

  private TtrpcServices add(String service, String method, Object handler) {
    if (services.computeIfAbsent(service, name -> new HashMap<>()).putIfAbsent(method, handler)
        != null) {
      throw new IllegalArgumentException(
          "method " + service + "/" + method + " is registered twice");
    }
    return this;
  }

  /** A {@link Unary}, a {@link Later} or a {@link StreamMethod}. */
  Object find(String service, String method) {
    Map<String, Object> methods = services.get(service);
    if (methods == null) {
      throw new TtrpcException(TtrpcCode.UNIMPLEMENTED, "service " + service);
    }
    Object handler = methods.get(method);
    if (handler == null) {
      throw new TtrpcException(TtrpcCode.UNIMPLEMENTED, "method " + method);
    }
    return handler;
  }
}
