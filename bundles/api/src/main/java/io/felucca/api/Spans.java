package io.felucca.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as configuration and labels write them, which is how Go prints a duration: {@code
 * 1h30m}, {@code 1.5h}, {@code -300ms}, {@code 0}.
 */
public final class Spans {
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("[+-]?(" + PART.pattern() + ")+");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Spans() {}

  /** Reads a span; empty where the text is none. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.get(part.group(2)));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    Duration span = Duration.ofNanos(nanos.longValue());
    return Optional.of(text.startsWith("-") ? span.negated() : span);
  }

  /** Writes a span as Go prints it: {@code 0s}, {@code 1.5ms}, {@code 1m30s}, {@code 24h0m0s}. */
  public static String text(Duration span) {
    long nanos = span.abs().toNanos();
    String sign = span.isNegative() ? "-" : "";
    if (nanos >= NANOS.get("s") || nanos == 0) {
      return sign + clock(nanos);
    }
    String unit = nanos >= NANOS.get("ms") ? "ms" : nanos >= NANOS.get("us") ? "µs" : "ns";
    return sign + decimal(nanos, unit) + unit;
  }

  private static String clock(long nanos) {
    long minutes = nanos / NANOS.get("m");
    String seconds = decimal(nanos % NANOS.get("m"), "s") + "s";
    if (minutes == 0) {
      return seconds;
    }
    return (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String decimal(long nanos, String unit) {
    BigDecimal value = new BigDecimal(nanos).divide(BigDecimal.valueOf(NANOS.get(unit)));
    return value.stripTrailingZeros().toPlainString();
  }
}
