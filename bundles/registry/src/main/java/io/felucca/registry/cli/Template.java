package io.felucca.registry.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of Go's templates that hooks use: functions without argument, and annotations. */
final class Template {
  private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
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
    while (action.find()) {
      action.appendReplacement(rendered, Matcher.quoteReplacement(value(action.group(1))));
    }
    return action.appendTail(rendered).toString();
  }

  private String value(String expression) {
    return switch (expression) {
      case "id", "bundle", "pid", "status" -> state.text(expression);
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
