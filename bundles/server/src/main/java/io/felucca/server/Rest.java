package io.felucca.server;

import io.felucca.linux.Footprint;
import io.felucca.linux.LinuxException;
import java.util.List;

/** What the process does when nobody has called for a while: it gives memory back. */
final class Rest {
  private static final System.Logger LOG = System.getLogger("io.felucca.server");
  private static final List<String> CLASS_ARCHIVES = List.of(".jsa", ".aot");

  private Rest() {}

  /** Takes some tens of milliseconds; what is used again comes back by itself. */
  static void begin() {
    Runtime.getRuntime().gc();
    try {
      Footprint.release(CLASS_ARCHIVES);
    } catch (LinuxException e) {
      LOG.log(System.Logger.Level.DEBUG, "memory is kept", e);
    }
  }
}
