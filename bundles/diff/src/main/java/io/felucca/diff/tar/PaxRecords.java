package io.felucca.diff.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.api.Fault;
import io.felucca.linux.FileName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Extended header records: {@code "LENGTH KEY=VALUE\n"}, one after the other (POSIX pax). */
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords();

  private static final String XATTR = "SCHILY.xattr.";

  /** GNU's format 0.0 repeats these, so their order counts. */
  private static final List<String> SPARSE_NUMBERS =
      List.of("GNU.sparse.offset", "GNU.sparse.numbytes");

  private final Map<String, byte[]> values = new HashMap<>();
  private final List<Long> sparseNumbers = new ArrayList<>();

  private PaxRecords() {}

  static PaxRecords parse(byte[] block) {
    PaxRecords records = new PaxRecords();
    int at = 0;
    while (at < block.length && block[at] != 0) {
      int space = indexOf(block, ' ', at, block.length);
      int end = at + length(block, at, space);
      int equals = indexOf(block, '=', space + 1, end);
      if (end > block.length || block[end - 1] != '\n') {
        throw invalid("length");
      }
      String key = new String(block, space + 1, equals - space - 1, UTF_8);
      records.put(key, Arrays.copyOfRange(block, equals + 1, end - 1));
      at = end;
    }
    return records;
  }

  private static int indexOf(byte[] block, char wanted, int from, int to) {
    for (int i = from; i < Math.min(to, block.length); i++) {
      if (block[i] == wanted) {
        return i;
      }
    }
    throw invalid("no '" + wanted + "'");
  }

  /** At least the digits, a space, one character of the key, '=' and the line's end. */
  private static int length(byte[] block, int from, int to) {
    try {
      int length = Integer.parseInt(new String(block, from, to - from, UTF_8));
      if (length < to - from + 4 || length > block.length - from) {
        throw invalid("length " + length);
      }
      return length;
    } catch (NumberFormatException e) {
      throw invalid("length");
    }
  }

  private void put(String key, byte[] value) {
    if (SPARSE_NUMBERS.contains(key)) {
      putSparse(key, number(key, text(value)));
    } else if (value.length == 0 && !key.startsWith(XATTR)) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  private void putSparse(String key, long number) {
    if (!SPARSE_NUMBERS.get(sparseNumbers.size() % 2).equals(key)) {
      throw invalid(key + " out of order");
    }
    sparseNumbers.add(number);
  }

  private static String text(byte[] value) {
    return FileName.decode(value);
  }

  private static Fault invalid(String what) {
    return Fault.invalid("invalid pax header: %s", what);
  }

  /** The text of a record that is there and not empty, else {@code otherwise}. */
  String text(String key, String otherwise) {
    byte[] value = values.get(key);
    return value == null ? otherwise : text(value);
  }

  long number(String key, long otherwise) {
    byte[] value = values.get(key);
    return value == null ? otherwise : number(key, text(value));
  }

  private static long number(String key, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(key + " is \"" + value + "\"");
    }
  }

  /** A decimal number of seconds since 1970, with a fraction of which nanoseconds are kept. */
  Instant time(String key, Instant otherwise) {
    byte[] value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    String text = text(value);
    try {
      return PaxTime.parse(text);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw invalid(key + " is \"" + text + "\"");
    }
  }

  Map<String, byte[]> xattrs() {
    Map<String, byte[]> xattrs = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(XATTR)) {
            xattrs.put(key.substring(XATTR.length()), value);
          }
        });
    return xattrs;
  }

  /** The numbers of GNU's sparse formats 0.0 and 0.1; null where this is not of that kind. */
  List<Long> sparseNumbers() {
    byte[] map = values.get("GNU.sparse.map");
    if (map == null) {
      return sparseNumbers.isEmpty() ? null : sparseNumbers;
    }
    List<Long> numbers = new ArrayList<>();
    for (String number : text(map).split(",")) {
      numbers.add(number("GNU.sparse.map", number));
    }
    return numbers;
  }

  /** GNU's sparse format 1.0, where the numbers stand before the data. */
  boolean hasSparseMapInData() {
    return number("GNU.sparse.major", 0) == 1 && number("GNU.sparse.minor", 0) == 0;
  }
}
