package io.felucca.registry.declare;

import java.util.List;

/**
 * The keys that a plugin's component takes.
 *
 * @param keys in the order in which it declares them; those that the daemon sets among them
 * @param open whether it takes any others too, because it reads its configuration as a map
 */
public record Schema(List<Key> keys, boolean open) {
  /** Of a component that reads no configuration. */
  public static final Schema NONE = new Schema(List.of(), false);

  /** Of a component that takes anything. */
  public static final Schema OPEN = new Schema(List.of(), true);

  public Schema {
    keys = List.copyOf(keys);
  }

  /** The key of a property; null where it has none. */
  public Key find(String property) {
    for (Key key : keys) {
      if (key.property().equals(property)) {
        return key;
      }
    }
    return null;
  }

  /** The keys that a configuration file may set. */
  public List<Key> settable() {
    return keys.stream().filter(key -> !key.isOfDaemon()).toList();
  }

  /** Whether a change of this property means anything to the component. */
  public boolean reads(String property) {
    return open || find(property) != null;
  }
}
