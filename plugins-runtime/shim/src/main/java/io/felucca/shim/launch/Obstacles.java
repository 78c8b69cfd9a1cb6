package io.felucca.shim.launch;

import io.felucca.api.Fault;
import io.felucca.wire.runtime.Handler;
import io.felucca.wire.runtime.Handlers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells which handlers cannot be used for want of a program. */
public final class Obstacles {
  private Obstacles() {}

  /**
   * Why handlers cannot be used just now, by name. They are no mistakes: a program may be installed
   * later.
   */
  public static Map<String, String> of(Handlers handlers, Programs programs) {
    Map<String, String> all = new TreeMap<>();
    handlers
        .all()
        .forEach(
            (name, handler) -> of(handler, programs).ifPresent(reason -> all.put(name, reason)));
    return all;
  }

  private static Optional<String> of(Handler handler, Programs programs) {
    try {
      programs.find(handler.program());
    } catch (Fault e) {
      return Optional.of(e.getMessage());
    }
    String binary = handler.binary();
    return binary.isEmpty() || programs.isInstalled(binary)
        ? Optional.empty()
        : Optional.of("BinaryName \"" + binary + "\" is no program that is there");
  }
}
