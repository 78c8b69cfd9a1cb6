package io.felucca.registry.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Go's templates that hooks use: functions without argument, and annotations. */
final class Template {
  /** A minus sign and a blank inside of the braces take the blanks outside away. */
  private static final Pattern ACTION =
      Pattern.compile("(?:\\s*\\{\\{-\\s|\\{\\{)\\s*(.*?)(?:\\s-}}\\s*|\\s*}})", Pattern.DOTALL);

  private static final Pattern ANNOTATION =
      Pattern.compile("annotation\\s+(?:\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`)");

  private final HookState state;

  Template(HookState state) {
    this.state = state;
  }

  /** Puts values in the place of actions. */
  String render(String text) {
    Matcher action = ACTION.matcher(text);
    StringBuilder rendered = new StringBuilder();
    int end = 0;
    while (action.find()) {
      action.appendReplacement(rendered, Matcher.quoteReplacement(value(action.group(1))));
      end = action.end();
    }
    if (text.indexOf("{{", end) >= 0) {
      throw new IllegalArgumentException("unclosed action: " + text.substring(end));
    }
    return action.appendTail(rendered).toString();
  }

  private String value(String expression) {
    return switch (expression) {
      case "id", "bundle", "status" -> state.text(expression);
      case "pid" -> state.pid();
      case "rootfs" -> state.rootfs();
      default -> annotation(expression);
    };
  }

  private String annotation(String expression) {
    Matcher found = ANNOTATION.matcher(expression);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "function \"" + expression + "\" not defined; see feluccad oci-hook --help");
    }
    String quoted = found.group(1);
    return state.annotation(quoted == null ? found.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
  }
}
