package io.felucca.registry.declare;

import io.felucca.api.plugin.PluginSpec;
import java.util.List;
import java.util.Map;

/**
 * What a bundle's manifest says of one plugin ({@link PluginSpec}).
 *
 * @param uri its name
 * @param requires the types that come up before it; {@code *} for all
 * @param beside whether two instances may live side by side
 */
public record Declaration(PluginUri uri, List<String> requires, boolean beside) {
  public Declaration {
    requires = List.copyOf(requires);
  }

  /** Reads the attributes of a capability of {@link PluginSpec#NAMESPACE}. */
  public static Declaration of(Map<String, Object> attributes) {
    PluginUri uri = new PluginUri(text(attributes, "type"), text(attributes, "id"));
    Object beside = attributes.getOrDefault("beside", "true");
    return new Declaration(
        uri, list(attributes.get("requires")), !"false".equals(beside.toString()));
  }

  /** The {@code configurationPid} of its component. */
  public String pid() {
    return uri.isAdapter() ? uri.type() + ".proxy" : uri.toString();
  }

  private static String text(Map<String, Object> attributes, String key) {
    if (attributes.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new IllegalArgumentException(
        "capability " + PluginSpec.NAMESPACE + " lacks the attribute " + key + ": " + attributes);
  }

  private static List<String> list(Object value) {
    if (value instanceof List<?> many) {
      return many.stream().map(Object::toString).toList();
    }
    return value == null || value.toString().isEmpty() ? List.of() : List.of(value.toString());
  }
}
