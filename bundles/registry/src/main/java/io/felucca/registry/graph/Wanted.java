package io.felucca.registry.graph;

import io.felucca.registry.declare.Declaration;
import io.felucca.registry.declare.PluginUri;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be of one plugin.
 *
 * @param uri its name
 * @param candidates who can provide it, best first; never empty
 * @param properties its configuration
 * @param disabled whether the configuration says that it is not to come up
 */
public record Wanted(
    PluginUri uri, List<Candidate> candidates, Map<String, Object> properties, boolean disabled) {
  public Wanted {
    candidates = List.copyOf(candidates);
  }

  Candidate best() {
    return candidates.get(0);
  }

  Declaration declaration() {
    return best().declaration();
  }

  /** The same, from one candidate alone. */
  Wanted only(Candidate candidate) {
    return new Wanted(uri, List.of(candidate), properties, disabled);
  }

  /** The {@code configurationPid} of its component. */
  String pid() {
    return declaration().pid();
  }

  boolean isSameAs(Wanted other) {
    return other != null
        && disabled == other.disabled
        && bundles().equals(other.bundles())
        && hasProperties(other.properties);
  }

  private List<Object> bundles() {
    return List.copyOf(candidates.stream().map(Candidate::bundle).toList());
  }

  boolean hasProperties(Map<String, Object> others) {
    return others.keySet().equals(properties.keySet())
        && properties.entrySet().stream()
            .allMatch(e -> Objects.deepEquals(e.getValue(), others.get(e.getKey())));
  }
}
