package io.felucca.registry.bundle;

import org.osgi.framework.Bundle;

/** Where code comes from, in words for a person. */
final class Origin {
  /** The locations of bundles of the plugins folder: this, the jar's name, {@code #}, a number. */
  static final String DROPPED_IN = "felucca-plugin:";

  private Origin() {}

  /** Name and version of the bundle, and the jar's name where it was dropped in. */
  static String of(Bundle bundle) {
    String name = bundle.getSymbolicName() + " " + bundle.getVersion();
    String location = bundle.getLocation();
    return location.startsWith(DROPPED_IN) ? name + " (" + jar(location) + ")" : name;
  }

  private static String jar(String location) {
    return location.substring(DROPPED_IN.length(), location.lastIndexOf('#'));
  }
}
