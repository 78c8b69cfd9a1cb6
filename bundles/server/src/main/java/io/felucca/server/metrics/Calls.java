package io.felucca.server.metrics;

import io.grpc.Status;
import java.util.Map;

/** What is told of gRPC calls: the names are those that containerd uses. */
final class Calls {
  private static final String TIME = "grpc_server_handling_seconds";

  private final CallCounts counts;
  private final Exposition to;

  Calls(CallCounts counts, Exposition to) {
    this.counts = counts;
    this.to = to;
  }

  void write() {
    Map<String, MethodCounts> methods = counts.methods();
    String begun = "grpc_server_started_total";
    to.family(begun, "counter", "Calls that began.");
    methods.forEach((name, one) -> to.sample(begun, one.startedSum(), labels(name, one)));
    to.family("grpc_server_handled_total", "counter", "Calls that ended, by status.");
    methods.forEach(this::handled);
    if (counts.areTimesWanted()) {
      to.family(TIME, "histogram", "How long calls took, in seconds.");
      methods.forEach(this::times);
    }
  }

  private void handled(String name, MethodCounts method) {
    for (Status.Code code : Status.Code.values()) {
      long ended = method.handledSum(code);
      if (ended > 0) {
        to.sample(
            "grpc_server_handled_total",
            ended,
            labels(name, method, "grpc_code", code == Status.Code.OK ? "OK" : camel(code)));
      }
    }
  }

  private void times(String name, MethodCounts method) {
    long sum = 0;
    for (int i = 0; i < MethodCounts.BOUNDS.length; i++) {
      sum += method.within(i);
      String bound = Double.toString(MethodCounts.BOUNDS[i]).replaceAll("\\.0$", "");
      to.sample(TIME + "_bucket", sum, labels(name, method, "le", bound));
    }
    sum += method.within(MethodCounts.BOUNDS.length);
    to.sample(TIME + "_bucket", sum, labels(name, method, "le", "+Inf"));
    to.sample(TIME + "_sum", method.seconds(), labels(name, method));
    to.sample(TIME + "_count", sum, labels(name, method));
  }

  private static String[] labels(String name, MethodCounts method, String... more) {
    int slash = name.indexOf('/');
    String[] all = new String[6 + more.length];
    all[0] = "grpc_service";
    all[1] = name.substring(0, slash);
    all[2] = "grpc_method";
    all[3] = name.substring(slash + 1);
    all[4] = "grpc_type";
    all[5] = method.type();
    System.arraycopy(more, 0, all, 6, more.length);
    return all;
  }

  /** {@code NotFound} for {@code NOT_FOUND}: as Go writes it. */
  private static String camel(Status.Code code) {
    if (code == Status.Code.CANCELLED) {
      return "Canceled";
    }
    StringBuilder text = new StringBuilder();
    for (String word : code.name().split("_")) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }
}
