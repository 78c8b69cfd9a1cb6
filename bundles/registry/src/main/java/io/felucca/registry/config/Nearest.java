package io.felucca.registry.config;

import java.util.Collection;

/** Finds the word that somebody meant. */
final class Nearest {
  private Nearest() {}

  /** {@code " (did you mean "x"?)"}, or nothing where no candidate is near. */
  static String hint(String word, Collection<String> candidates) {
    String best = null;
    int least = Math.max(2, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = candidate.startsWith(word) ? 1 : distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best == null ? "" : " (did you mean \"" + best + "\"?)";
  }

  /** How many letters must be set, taken or changed to make one word of the other (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
