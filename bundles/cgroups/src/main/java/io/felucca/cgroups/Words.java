package io.felucca.cgroups;

import java.util.HashMap;
import java.util.Map;

/** Words of the form {@code key=value}. */
final class Words {
  private Words() {}

  static Map<String, String> values(String[] row) {
    Map<String, String> values = new HashMap<>();
    for (String word : row) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return values;
  }

  static Map<String, Long> numbers(String[] row) {
    Map<String, Long> numbers = new HashMap<>();
    values(row).forEach((key, value) -> numbers.put(key, StatFile.number(value, 0)));
    return numbers;
  }
}
