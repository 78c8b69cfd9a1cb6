package io.felucca.itests.hotswap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table as it is filled: for each plugin and action how many calls, failures, and the delay.
 */
final class Board {
  private final Map<String, Double> usual;
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
  private final List<String> columns;
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param rest calls while nothing is changed
   */
  Board(List<String> columns, Meter.Result rest) {
    this.columns = columns;
    this.usual = medians(rest);
  }

  private static Map<String, Double> medians(Meter.Result rest) {
    Map<String, List<Double>> all = new HashMap<>();
    rest.samples()
        .forEach(s -> all.computeIfAbsent(s.call(), any -> new ArrayList<>()).add(s.millis()));
    Map<String, Double> medians = new HashMap<>();
    all.forEach(
        (call, millis) -> {
          millis.sort(Comparator.naturalOrder());
          medians.put(call, millis.get(millis.size() / 2));
        });
    return medians;
  }

  void put(String row, String column, String text) {
    rows.computeIfAbsent(row, any -> new LinkedHashMap<>()).put(column, text);
  }

  /** An action in which every call is to go well. */
  void kept(String row, String column, Meter.Result result) {
    put(row, column, "0/" + result.samples().size() + " +" + delay(result));
    if (!result.failures().isEmpty()) {
      put(row, column, result.failures().size() + " FAILED +" + delay(result));
      result.failures().stream()
          .map(Meter.Failure::toString)
          .distinct()
          .limit(5)
          .forEach(f -> wrong(row, column, f));
    }
  }

  /** An action after which calls that need the plugin fail, and say so. */
  void refused(String row, String column, Meter.Result result) {
    put(row, column, result.failures().size() + " refused");
    for (Meter.Failure failure : result.failures()) {
      boolean clear =
          switch (failure.status().getCode()) {
            case UNAVAILABLE, NOT_FOUND -> failure.status().getDescription() != null;
            // containerd's words for a snapshotter that it never heard of
            case INVALID_ARGUMENT -> failure.toString().contains("snapshotter not loaded");
            default -> false;
          };
      if (!clear) {
        wrong(row, column, failure);
      }
    }
  }

  void wrong(String row, String column, Object what) {
    wrong.add(row + ", " + column + ": " + what);
  }

  List<String> wrong() {
    return wrong;
  }

  /** Not of {@code ctr}, whose time is that of starting processes. */
  private String delay(Meter.Result result) {
    double worst =
        result.samples().stream()
            .filter(s -> !s.call().startsWith(Ctr.CALL))
            .mapToDouble(s -> s.millis() - usual.getOrDefault(s.call(), 0.0))
            .max()
            .orElse(0);
    return String.format(Locale.ROOT, "%.0f ms", worst);
  }

  void print() {
    StringBuilder text = new StringBuilder(String.format("%-52s", "failed/calls, delay"));
    columns.forEach(column -> text.append(String.format("%-18s", column)));
    rows.forEach(
        (row, cells) -> {
          text.append(String.format("%n%-52s", row));
          columns.forEach(c -> text.append(String.format("%-18s", cells.getOrDefault(c, "?"))));
        });
    System.out.println(text);
  }
}
