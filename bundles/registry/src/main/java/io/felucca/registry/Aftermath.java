package io.felucca.registry;

import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.graph.Change;
import io.felucca.registry.toml.Item;
import io.felucca.registry.toml.Leaves;
import io.felucca.registry.toml.Place;
import io.felucca.registry.toml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of the configuration did not bring about.
 *
 * @param draft the configuration that was changed to
 * @param config the same
 */
record Aftermath(Required required, Draft draft, DaemonConfig config) {
  /**
   * Required plugins that the change brought down, and those of all that serve but could not follow
   * it: what is in force and what runs must not be two things.
   *
   * @param missedBefore the required plugins that were down before
   */
  List<Problem> of(List<Change> changes, Set<String> missedBefore) {
    Map<String, String> missing = required.missing(config);
    missing.keySet().removeAll(missedBefore);
    List<Problem> lost = new ArrayList<>();
    for (Change change : changes) {
      String uri = change.uri().toString();
      if (change.isKept()) {
        missing.remove(uri);
        lost.add(problem(uri, uri + ": ", change.reason()));
      }
    }
    missing.forEach((uri, why) -> lost.add(problem(uri, "required plugin " + uri + ": ", why)));
    return lost;
  }

  private Problem problem(String uri, String who, String why) {
    return Problem.error(place(uri, why), who + why);
  }

  /** Where the configuration says what a plugin complains of, or else something of the plugin. */
  private Place place(String uri, String complaint) {
    Item section = draft.table().at("plugins", uri);
    return section == null
        ? Place.of("plugins." + uri)
        : Leaves.named(section.table(), complaint).orElse(section).place();
  }
}
