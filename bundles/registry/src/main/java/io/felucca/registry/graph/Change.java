package io.felucca.registry.graph;

import io.felucca.registry.declare.PluginUri;

/**
 * What became of a plugin when something else was wanted of it.
 *
 * @param uri its name
 * @param kind what happened
 * @param reason why, where it did not come to serve
 */
public record Change(PluginUri uri, Kind kind, String reason) {
  /** What happened. */
  public enum Kind {
    NONE("unchanged"),
    UP("up"),
    REPLACED("replaced"),
    KEPT("kept as it was"),
    WAITS("waits"),
    SKIPPED("skipped"),
    FAILED("failed"),
    DISABLED("disabled"),
    REMOVED("removed");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static Change of(PluginUri uri, Kind kind) {
    return new Change(uri, kind, "");
  }

  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Whether the plugin did not become what was wanted. */
  public boolean isFailure() {
    return kind == Kind.KEPT || kind == Kind.FAILED;
  }

  /** Whether an earlier instance goes on in its place. */
  public boolean isKept() {
    return kind == Kind.KEPT;
  }

  /** One line for a person. */
  public String line() {
    return uri + ": " + kind.words + (reason.isEmpty() ? "" : ": " + reason);
  }
}
