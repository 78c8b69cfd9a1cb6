package io.felucca.diff;

import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.Seat;
import java.nio.file.Path;

/** Makes the built-in differ as its daemon does; its configuration is not for others to see. */
public final class Walking {
  private Walking() {}

  /**
   * @param state where it mounts
   */
  public static Differ differ(PluginRegistry plugins, Path state) {
    return new WalkingDiffer(new Seat<>(plugins, Metadata.KIND, Metadata.ID), state);
  }
}
