package io.felucca.services;

import io.felucca.api.filter.Fields;
import io.felucca.api.plugin.PluginInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a filter can ask of a plugin: {@code type}, {@code id}, and {@code state} in small letters.
 */
record PluginFields(PluginInfo info) implements Fields {
  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.get(0)) {
      case "type" -> Fields.nonEmpty(info.type());
      case "id" -> Fields.nonEmpty(info.id());
      case "state" -> Optional.of(info.state().name().toLowerCase(Locale.ROOT));
      default -> Optional.empty();
    };
  }
}
