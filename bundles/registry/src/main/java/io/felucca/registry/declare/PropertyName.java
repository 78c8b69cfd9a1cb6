package io.felucca.registry.declare;

/** The property that a method of a component property type stands for. */
final class PropertyName {
  private PropertyName() {}

  /**
   * Translates as Declarative Services does (112.8.2.1): {@code _} becomes a dot, {@code __} an
   * underscore, {@code $_$} a hyphen, {@code $$} a dollar, and a lone dollar nothing.
   */
  static String of(String method) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < method.length(); i++) {
      if (method.startsWith("$_$", i)) {
        name.append('-');
        i += 2;
      } else if (method.startsWith("__", i) || method.startsWith("$$", i)) {
        name.append(method.charAt(i));
        i++;
      } else if (method.charAt(i) == '_') {
        name.append('.');
      } else if (method.charAt(i) != '$') {
        name.append(method.charAt(i));
      }
    }
    return name.toString();
  }
}
