package io.felucca.server.metrics;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** How often a method was called, how that ended, and how long it took. */
final class MethodCounts {
  /** Upper bounds in seconds, those that Prometheus' own clients use. */
  static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private static final double NANOS = 1e9;

  private final MethodType type;
  private final LongAdder started = new LongAdder();
  private final LongAdder[] handled = adders(Status.Code.values().length);
  private final LongAdder[] within = adders(BOUNDS.length + 1);
  private final LongAdder nanos = new LongAdder();

  MethodCounts(MethodType type) {
    this.type = type;
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] all = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      all[i] = new LongAdder();
    }
    return all;
  }

  void started() {
    started.increment();
  }

  void handled(Status.Code code) {
    handled[code.value()].increment();
  }

  void took(long duration) {
    int bound = 0;
    while (bound < BOUNDS.length && duration > BOUNDS[bound] * NANOS) {
      bound++;
    }
    within[bound].increment();
    nanos.add(duration);
  }

  /** {@code unary}, {@code server_stream} and the like. */
  String type() {
    return type == MethodType.BIDI_STREAMING
        ? "bidi_stream"
        : type.name().toLowerCase(Locale.ROOT).replace("streaming", "stream");
  }

  long startedSum() {
    return started.sum();
  }

  long handledSum(Status.Code code) {
    return handled[code.value()].sum();
  }

  /** Calls that took no longer than a bound, and longer than the one before it. */
  long within(int bound) {
    return within[bound].sum();
  }

  double seconds() {
    return nanos.sum() / NANOS;
  }
}
