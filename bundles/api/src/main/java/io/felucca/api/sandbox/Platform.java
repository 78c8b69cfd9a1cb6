package io.felucca.api.sandbox;

import java.util.List;

/**
 * What runs in a sandbox, in the words of Go.
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant such as {@code v8}; may be empty
 * @param osVersion may be empty
 * @param osFeatures may be empty
 */
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }
}
