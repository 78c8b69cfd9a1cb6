package io.felucca.shim.launch;

import java.util.List;

/**
 * What the configuration adds to every start of a shim.
 *
 * @param env variables, each {@code NAME=value}
 * @param socketDir where shims of 2.3 and later make their sockets; empty for their own choice
 */
public record ShimSettings(List<String> env, String socketDir) {
  /** Nothing added. */
  public static final ShimSettings NONE = new ShimSettings(List.of(), "");

  public ShimSettings {
    env = List.copyOf(env);
  }
}
