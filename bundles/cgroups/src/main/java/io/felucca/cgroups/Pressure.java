package io.felucca.cgroups;

import io.felucca.wire.cgroups.v2.PSIData;
import io.felucca.wire.cgroups.v2.PSIStats;
import java.util.Map;
import java.util.Optional;

/** Lines of {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}. */
final class Pressure {
  private Pressure() {}

  /** Empty where the kernel does not tell. */
  static Optional<PSIStats> of(StatFile file) {
    PSIStats.Builder stats = PSIStats.newBuilder();
    for (String[] row : file.rows()) {
      switch (row[0]) {
        case "some" -> stats.setSome(data(Words.values(row)));
        case "full" -> stats.setFull(data(Words.values(row)));
        default -> {}
      }
    }
    return stats.hasSome() || stats.hasFull() ? Optional.of(stats.build()) : Optional.empty();
  }

  private static PSIData data(Map<String, String> values) {
    return PSIData.newBuilder()
        .setAvg10(share(values.get("avg10")))
        .setAvg60(share(values.get("avg60")))
        .setAvg300(share(values.get("avg300")))
        .setTotal(StatFile.number(values.getOrDefault("total", "0"), 0))
        .build();
  }

  private static double share(String text) {
    try {
      return text == null ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
