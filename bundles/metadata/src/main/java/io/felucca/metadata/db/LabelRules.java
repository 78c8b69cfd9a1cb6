package io.felucca.metadata.db;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Labels;
import java.util.Map;
import java.util.function.Function;

/** How labels are checked and changed, alike for everything that has some. */
public final class LabelRules {
  private LabelRules() {}

  /** Faults as {@link Labels#check}, with {@code where} in front of the message. */
  public static void check(String where, Map<String, String> labels) {
    within(where, () -> Labels.check(labels));
  }

  /** Runs a check whose faults get {@code where} in front of their message. */
  public static void within(String where, Runnable check) {
    try {
      check.run();
    } catch (Fault e) {
      throw new Fault(e.kind(), where + ": " + e.getMessage(), e);
    }
  }

  /**
   * The labels after an update that can change nothing but labels: {@code labels}, {@code
   * labels.K}, or all where there are no paths.
   *
   * @param refuse makes the fault for any other path
   */
  public static Map<String, String> update(
      Map<String, String> old,
      Map<String, String> given,
      FieldPaths paths,
      Function<String, Fault> refuse) {
    Map<String, String> labels = paths.isEmpty() ? given : old;
    for (String path : paths.paths()) {
      String key = FieldPaths.keyBehind("labels", path);
      if (key != null) {
        labels = FieldPaths.mergeKey(labels, given, key);
      } else if (path.equals("labels")) {
        labels = given;
      } else {
        throw refuse.apply(path);
      }
    }
    check("info.Labels", labels);
    return Labels.withoutEmpty(labels);
  }
}
