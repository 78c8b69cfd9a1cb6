package io.felucca.api.namespace;

import java.util.Map;

/** A tenant of the daemon: its name and labels. */
public record Namespace(String name, Map<String, String> labels) {
  public Namespace {
    labels = Map.copyOf(labels);
  }
}
