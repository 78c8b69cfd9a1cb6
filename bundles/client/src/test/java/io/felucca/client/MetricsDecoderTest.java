package io.felucca.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskMetric;
import java.time.Instant;
import org.junit.Test;

public class MetricsDecoderTest {
  private static UnknownFieldSet number(int field, long value, UnknownFieldSet others) {
    Field added = Field.newBuilder().addVarint(value).build();
    return UnknownFieldSet.newBuilder(others).addField(field, added).build();
  }

  private static UnknownFieldSet message(int field, UnknownFieldSet value, UnknownFieldSet others) {
    ByteString bytes = value.toByteString();
    Field added = Field.newBuilder().addLengthDelimited(bytes).build();
    return UnknownFieldSet.newBuilder(others).addField(field, added).build();
  }

  private static final UnknownFieldSet NONE = UnknownFieldSet.getDefaultInstance();

  private static TaskMetrics decode(String type, byte[] bytes) {
    TypedValue data = new TypedValue(type, bytes);
    return MetricsDecoder.decode(new TaskMetric("id", Instant.EPOCH, data));
  }

  @Test
  public void countersOfTheFirstVersionAreRead() {
    UnknownFieldSet all =
        message(
            4,
            message(33, number(1, 100, number(2, 60, NONE)), NONE),
            message(
                3,
                message(1, number(1, 5_000_000, NONE), NONE),
                message(2, number(1, 3, number(2, 9, NONE)), NONE)));
    TaskMetrics metrics = decode("io.containerd.cgroups.v1.Metrics", all.toByteArray());
    assertEquals(5_000_000, metrics.cpuNanos());
    assertEquals(60, metrics.memoryBytes());
    assertEquals(100, metrics.memoryLimit());
    assertEquals(3, metrics.pids());
    assertEquals(9, metrics.pidsLimit());
  }

  @Test
  public void countersOfTheSecondVersionAreRead() {
    UnknownFieldSet all =
        message(
            4,
            number(32, 60, number(33, 100, NONE)),
            message(2, number(1, 5_000, NONE), message(1, number(1, 3, NONE), NONE)));
    TaskMetrics metrics = decode("io.containerd.cgroups.v2.Metrics", all.toByteArray());
    assertEquals(5_000_000, metrics.cpuNanos());
    assertEquals(60, metrics.memoryBytes());
    assertEquals(100, metrics.memoryLimit());
    assertEquals(3, metrics.pids());
    assertEquals(0, metrics.pidsLimit());
  }

  @Test
  public void otherTypesStayAsTheyAre() {
    TaskMetrics metrics = decode("some.other.Type", new byte[] {1, 2});
    assertEquals(0, metrics.memoryBytes());
    assertEquals("some.other.Type", metrics.raw().data().typeUrl());
  }

  @Test
  public void brokenCountersAreRefused() {
    byte[] broken = {0x12, 0x7f};
    assertThrows(Fault.class, () -> decode("io.containerd.cgroups.v1.Metrics", broken));
  }
}
