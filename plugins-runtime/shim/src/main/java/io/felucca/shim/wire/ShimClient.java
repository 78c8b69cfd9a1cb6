package io.felucca.shim.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.felucca.api.Fault;
import io.felucca.ttrpc.Metadata;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.ttrpc.TtrpcCode;
import io.felucca.ttrpc.TtrpcException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Calls methods of one shim's task service, in the version that the shim speaks. */
public final class ShimClient implements AutoCloseable {
  /** The newest version of the task service that is spoken here. */
  public static final int NEWEST = 3;

  private static final int OLDEST = 2;

  private final TtrpcClient client;
  private final Metadata metadata;
  private volatile int version;

  public ShimClient(TtrpcClient client, String namespace, int version) {
    this.client = client;
    this.metadata = Metadata.of("containerd-namespace-ttrpc", namespace);
    this.version = version;
  }

  public int version() {
    return version;
  }

  /** Completes once the connection is gone, by whomsoever. */
  public CompletableFuture<?> onClose() {
    return client.onClose();
  }

  /** The answer to be; fails with {@link TtrpcException}. */
  <T> CompletableFuture<T> later(
      String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return laterOf("containerd.task.v" + version + ".Task", method, request, parser, timeout);
  }

  /** The answer to be of another service of the shim; fails with {@link TtrpcException}. */
  <T> CompletableFuture<T> laterOf(
      String service, String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return client
        .call(service, method, request.toByteArray(), metadata, timeout)
        .thenApply(bytes -> parse(method, bytes, parser));
  }

  /** The answer; faults are those of {@link ShimFaults}. */
  <T> T call(String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return await(method, later(method, request, parser, timeout));
  }

  /** The answer of another service of the shim; faults are those of {@link ShimFaults}. */
  <T> T callOf(
      String service, String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return await(method, laterOf(service, method, request, parser, timeout));
  }

  private static <T> T await(String method, CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw ShimFaults.of(cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
      throw new Fault(Fault.Kind.CANCELLED, method + ": interrupted", e);
    }
  }

  /** As {@link #call}, but a shim that does not know the service is asked in the older version. */
  <T> T callOrDowngrade(String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return await(method, laterOrDowngrade(method, request, parser, timeout));
  }

  /** As {@link #later}, but a shim that does not know the service is asked in the older version. */
  <T> CompletableFuture<T> laterOrDowngrade(
      String method, MessageLite request, Parser<T> parser, Duration timeout) {
    return later(method, request, parser, timeout)
        .exceptionallyCompose(
            failure -> {
              // a shim left running by an older daemon may speak less than its program on disk
              if (cause(failure).code() != TtrpcCode.UNIMPLEMENTED || version == OLDEST) {
                return CompletableFuture.failedFuture(failure);
              }
              version = OLDEST;
              return later(method, request, parser, timeout);
            });
  }

  /** The failure behind what a future reports. */
  public static TtrpcException cause(Throwable e) {
    Throwable cause = e;
    while (cause instanceof CompletionException || cause instanceof ExecutionException) {
      cause = cause.getCause();
    }
    return cause instanceof TtrpcException known
        ? known
        : new TtrpcException(TtrpcCode.UNKNOWN, String.valueOf(cause), cause);
  }

  private static <T> T parse(String method, byte[] bytes, Parser<T> parser) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new TtrpcException(TtrpcCode.INTERNAL, method + ": unreadable answer of the shim", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
