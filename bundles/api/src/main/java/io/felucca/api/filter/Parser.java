package io.felucca.api.filter;

import io.felucca.api.Fault;
import java.util.ArrayList;
import java.util.List;

/** Reads one filter: selectors joined by commas. */
final class Parser {
  private final String input;
  private final Scanner scanner;

  private Parser(String input) {
    this.input = input;
    this.scanner = new Scanner(input, this::error);
  }

  static Filter parse(String input) {
    return input.isEmpty() ? Filter.ALL : new Parser(input).selectors();
  }

  private Filter selectors() {
    List<Filter> all = new ArrayList<>();
    all.add(selector());
    while (!scanner.atEnd()) {
      scanner.expect(',', "expected a separator ','");
      all.add(selector());
    }
    return fields -> all.stream().allMatch(filter -> filter.test(fields));
  }

  private Filter selector() {
    List<String> path = new ArrayList<>();
    path.add(scanner.field());
    while (scanner.skip('.')) {
      path.add(scanner.field());
    }
    if (scanner.atEnd() || scanner.peek() == ',') {
      return Selector.present(path);
    }
    String operator = scanner.operator();
    return Selector.of(path, operator, scanner.value(operator.equals("~=")));
  }

  private Fault error(int from, int to, String what) {
    int end = Math.min(Math.max(to, from), input.length());
    String shown =
        input.substring(0, from)
            + " >|"
            + input.substring(from, end)
            + "|< "
            + input.substring(end);
    return Fault.invalid("filters: parse error: [%s]: %s", shown, what);
  }
}
