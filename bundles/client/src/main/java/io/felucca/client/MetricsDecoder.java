package io.felucca.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskMetric;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the few fields of containerd's cgroup messages that everybody wants, by their numbers
 * (containerd/cgroups, {@code metrics.proto} of cgroup1 and cgroup2).
 */
final class MetricsDecoder {
  private static final String V1 = "io.containerd.cgroups.v1.Metrics";
  private static final String V2 = "io.containerd.cgroups.v2.Metrics";
  private static final long NANOS_OF_MICRO = 1000;

  private MetricsDecoder() {}

  static TaskMetrics decode(TaskMetric metric) {
    TypedValue data = metric.data();
    if (data == null || !data.is(V1) && !data.is(V2)) {
      return new TaskMetrics(metric.at(), 0, 0, 0, 0, 0, metric);
    }
    try {
      Fields all = Fields.of(data.bytes());
      return data.is(V1) ? v1(metric, all) : v2(metric, all);
    } catch (IOException e) {
      throw Fault.invalid("malformed %s: %s", data.typeUrl(), e.getMessage());
    }
  }

  private static TaskMetrics v1(TaskMetric metric, Fields all) throws IOException {
    Fields pids = all.message(2);
    Fields cpu = all.message(3).message(1);
    Fields memory = all.message(4).message(33);
    return new TaskMetrics(
        metric.at(),
        cpu.number(1),
        memory.number(2),
        memory.number(1),
        pids.number(1),
        pids.number(2),
        metric);
  }

  private static TaskMetrics v2(TaskMetric metric, Fields all) throws IOException {
    Fields pids = all.message(1);
    Fields memory = all.message(4);
    return new TaskMetrics(
        metric.at(),
        all.message(2).number(1) * NANOS_OF_MICRO,
        memory.number(32),
        memory.number(33),
        pids.number(1),
        pids.number(2),
        metric);
  }

  /** The fields of one message; of a repeated one, the last. */
  private record Fields(Map<Integer, Long> numbers, Map<Integer, byte[]> messages) {
    static Fields of(byte[] bytes) throws IOException {
      Fields fields = new Fields(new HashMap<>(), new HashMap<>());
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        switch (WireFormat.getTagWireType(tag)) {
          case WireFormat.WIRETYPE_VARINT -> fields.numbers.put(number, in.readUInt64());
          case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
              fields.messages.put(number, in.readByteArray());
          default -> in.skipField(tag);
        }
      }
      return fields;
    }

    Fields message(int number) throws IOException {
      return of(messages.getOrDefault(number, new byte[0]));
    }

    long number(int number) {
      return numbers.getOrDefault(number, 0L);
    }
  }
}
