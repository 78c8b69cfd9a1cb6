package io.felucca.api.plugin;

/** Where a plugin stands, as introspection shows it. */
public enum PluginState {
  /** It serves. */
  OK,
  /** It does not apply here; not an error. */
  SKIP,
  /** It failed to come up; the reason says why. */
  ERROR,
  /** The configuration disables it. */
  DISABLED,
  /** Something it needs is not there yet; it comes up by itself when that arrives. */
  WAITING
}
