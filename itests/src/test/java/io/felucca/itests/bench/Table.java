package io.felucca.itests.bench;

import java.util.List;
import java.util.Locale;

/** Prints what was measured: both medians, and the ratio of ours to the peer's. */
final class Table {
  private Table() {}

  static void head() {
    System.out.printf("%-46s %12s %12s %8s  %s%n", "", "felucca", "containerd", "ratio", "wanted");
  }

  static void row(String what, String unit, List<Double> ours, List<Double> theirs, String wanted) {
    double a = median(ours);
    double b = median(theirs);
    System.out.printf(
        Locale.ROOT,
        "%-46s %9.2f %-2s %9.2f %-2s %8.2f  %s%n",
        what,
        a,
        unit,
        b,
        unit,
        a / b,
        wanted);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
