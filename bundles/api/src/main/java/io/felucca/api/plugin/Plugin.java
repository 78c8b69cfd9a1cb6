package io.felucca.api.plugin;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What every plugin can do: start, tell about itself, and go.
 *
 * <p>Life: the component is constructed with its configuration, {@link #start()} is called once
 * before the first caller comes in, {@link #close()} once after the last one has left. While a
 * plugin is replaced the old and the new instance live side by side, so a plugin keeps what must be
 * single outside of itself: in files, with locks on files. State on disk belongs to the plugin's
 * ID, not to an instance.
 */
@ConsumerType
public interface Plugin extends AutoCloseable {
  /**
   * Brings the plugin up; what it throws is shown as its error, and {@link SkipPlugin} as "not
   * applicable here". A {@link io.felucca.api.Fault} that says UNAVAILABLE means that something
   * outside is missing just now: the plugin waits and is tried again.
   */
  default void start() {}

  /** Facts for other programs, such as {@code root}: shown by introspection. */
  default Map<String, String> exports() {
    return Map.of();
  }

  /** What the plugin can do beyond the least, such as {@code remap-ids}. */
  default List<String> capabilities() {
    return List.of();
  }

  /**
   * What outside of the plugin is missing just now, in words, such as {@code cannot connect to
   * /run/acme.sock}; empty while all is there. The plugin is then shown as waiting, with this
   * reason; calls go on coming in. Asked often: it answers at once.
   */
  default String waitsFor() {
    return "";
  }

  /** Lets go of everything the instance holds; nothing on disk is lost by it. */
  @Override
  default void close() {}
}
