package io.felucca.registry.graph;

import io.felucca.registry.declare.Declaration;
import io.felucca.registry.declare.PluginUri;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is to be of one plugin.
 *
 * @param uri its name
 * @param candidates who can provide it, best first; never empty
 * @param properties its configuration
 * @param reads whether a change of a property means anything to the plugin
 * @param disabled whether the configuration says that it is not to come up
 */
public record Wanted(
    PluginUri uri,
    List<Candidate> candidates,
    Map<String, Object> properties,
    Predicate<String> reads,
    boolean disabled) {
  public Wanted {
    candidates = List.copyOf(candidates);
  }

  Candidate best() {
    return candidates.get(0);
  }

  Declaration declaration() {
    return best().declaration();
  }

  /** The {@code configurationPid} of its component. */
  String pid() {
    return declaration().pid();
  }

  /** The same, from one candidate alone. */
  Wanted only(Candidate candidate) {
    return new Wanted(uri, List.of(candidate), properties, reads, disabled);
  }

  /** The same, with an earlier configuration. */
  Wanted with(Map<String, Object> earlier) {
    return new Wanted(uri, candidates, earlier, reads, disabled);
  }

  boolean isSameAs(Wanted other) {
    return other != null
        && disabled == other.disabled
        && bundles().equals(other.bundles())
        && hasProperties(other.properties);
  }

  private List<Long> bundles() {
    return candidates.stream().map(candidate -> candidate.bundle().getBundleId()).toList();
  }

  /** Whether a plugin with these properties is configured as wanted. */
  boolean hasProperties(Map<String, Object> others) {
    Set<String> all = new HashSet<>(properties.keySet());
    all.addAll(others.keySet());
    return all.stream()
        .allMatch(
            key -> Objects.deepEquals(properties.get(key), others.get(key)) || !reads.test(key));
  }
}
