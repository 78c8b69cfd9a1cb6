package io.felucca.registry.declare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the registry needs of a component description ({@code OSGI-INF/*.xml}).
 *
 * @param pid its {@code configuration-pid}; empty where it has none
 * @param implementation the name of its class
 */
record ComponentFile(String pid, String implementation) {
  // bnd writes these files: two attributes are worth no XML parser, whose start costs tens of ms
  private static final Pattern PID = Pattern.compile("\\sconfiguration-pid=\"([^\"]*)\"");
  private static final Pattern CLASS = Pattern.compile("<implementation\\s+class=\"([^\"]*)\"");

  static ComponentFile read(InputStream in) throws IOException {
    String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    return new ComponentFile(first(PID, xml), first(CLASS, xml));
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
