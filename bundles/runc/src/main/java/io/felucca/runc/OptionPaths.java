package io.felucca.runc;

import io.felucca.api.Fault;
import io.felucca.wire.options.Options;

/**
 * What clients' options may name: a state folder from the root of the file system on, since the OCI
 * runtime's commands have different working folders, and a control group below the root of its
 * hierarchies.
 */
final class OptionPaths {
  private OptionPaths() {}

  /** INVALID_ARGUMENT with the option's name. */
  static void check(Options given) {
    refuseNul("BinaryName", given.getBinaryName());
    refuseNul("Root", given.getRoot());
    refuseNul("ShimCgroup", given.getShimCgroup());
    refuseNul("CriuPath", given.getCriuPath());
    refuseNul("CriuImagePath", given.getCriuImagePath());
    refuseNul("CriuWorkPath", given.getCriuWorkPath());
    if (!given.getRoot().isEmpty() && !given.getRoot().startsWith("/")) {
      throw Fault.invalid("option Root must be an absolute path, not \"%s\"", given.getRoot());
    }
    if (given.getShimCgroup().equals("/")) {
      throw Fault.invalid("option ShimCgroup must name a group below the root, not \"/\"");
    }
  }

  private static void refuseNul(String option, String value) {
    int at = value.indexOf('\0');
    if (at >= 0) {
      throw Fault.invalid(
          "option %s must hold no NUL, which is at %d behind \"%s\"",
          option, at, value.substring(0, at));
    }
  }
}
