package io.felucca.server.metrics;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;

/**
 * Counts the calls to all gRPC servers of the daemon, by method, whether somebody asks or not: a
 * few additions for each call. Times are only kept while somebody wants them.
 */
@Component(service = CallCounts.class)
public final class CallCounts extends ServerStreamTracer.Factory {
  private final Map<String, MethodCounts> methods = new ConcurrentHashMap<>();
  private final AtomicInteger timeKeepers = new AtomicInteger();

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Call();
  }

  /** From now on times are kept, until as many have told that they want none any more. */
  void wantTimes() {
    timeKeepers.incrementAndGet();
  }

  void wantTimesNoMore() {
    timeKeepers.decrementAndGet();
  }

  boolean areTimesWanted() {
    return timeKeepers.get() > 0;
  }

  /** In order of their names. */
  Map<String, MethodCounts> methods() {
    return new TreeMap<>(methods);
  }

  private MethodCounts of(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    // any name may be asked for while a service is away: that must not fill the table
    return method.getType() == MethodType.UNKNOWN
        ? methods.get(name)
        : methods.computeIfAbsent(name, any -> new MethodCounts(method.getType()));
  }

  /** One call; grpc tells when it is known what is called, and how it ended. */
  private final class Call extends ServerStreamTracer {
    private final long began = areTimesWanted() ? System.nanoTime() : 0;
    private volatile MethodCounts counts;

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      MethodCounts found = of(call.getMethodDescriptor());
      if (found != null) {
        counts = found;
        found.started();
      }
    }

    @Override
    public void streamClosed(Status status) {
      MethodCounts found = counts;
      if (found != null) {
        found.handled(status.getCode());
        if (began != 0) {
          found.took(System.nanoTime() - began);
        }
      }
    }
  }
}
