package io.felucca.runc;

import java.nio.file.Path;

/**
 * What counts where the options of a task do not say otherwise.
 *
 * @param binary name in {@code PATH} or path of the OCI runtime
 * @param root its state folder, in which each namespace has its own
 * @param systemdCgroup whether systemd makes the cgroups
 */
public record RuncDefaults(String binary, Path root, boolean systemdCgroup) {
  /** The name of the runtime that everybody has. */
  public static final String BINARY = "runc";
}
