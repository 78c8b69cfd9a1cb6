package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import io.felucca.runc.OciRuntime;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells runc from other OCI runtimes: each program is asked once. */
final class KnownRuntimes {
  private static final String RUNC = "runc";

  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /**
   * Whether it is runc itself, run from memory. What is run as it is may be a script that does
   * whatever it wants before.
   *
   * @param program of its commands
   */
  boolean isRunc(OciRuntime runtime, String program) {
    if (program.equals(runtime.settings().binary())) {
      return false;
    }
    try {
      Stat file = Stat.following(Path.of(program));
      String version = file.dev() + "." + file.ino() + "." + file.modified();
      return known.computeIfAbsent(version, unknown -> isCalledRunc(runtime));
    } catch (LinuxException e) {
      return false;
    }
  }

  private static boolean isCalledRunc(OciRuntime runtime) {
    try {
      return runtime.describe().name().equals(RUNC);
    } catch (Fault e) {
      return false;
    }
  }
}
