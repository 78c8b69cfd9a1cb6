package io.felucca.api.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** One condition on one field. */
final class Selector {
  private static final System.Logger LOG = System.getLogger(Selector.class.getName());

  private Selector() {}

  static Filter present(List<String> path) {
    return fields -> fields.field(path).isPresent();
  }

  static Filter of(List<String> path, String operator, String value) {
    return switch (operator) {
      case "==" -> fields -> fields.field(path).map(value::equals).orElse(false);
      case "!=" -> fields -> !fields.field(path).map(value::equals).orElse(false);
      default -> matching(path, value);
    };
  }

  /**
   * An expression that cannot be read matches nothing and is no error to the caller: so clients
   * know it.
   */
  private static Filter matching(List<String> path, String expression) {
    try {
      Pattern pattern = Pattern.compile(expression);
      return fields -> pattern.matcher(fields.field(path).orElse("")).find();
    } catch (PatternSyntaxException e) {
      LOG.log(System.Logger.Level.ERROR, "filter matches nothing: {0}", e.getMessage());
      return fields -> false;
    }
  }
}
