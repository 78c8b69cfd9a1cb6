package io.felucca.registry.declare;

/**
 * A plugin's name: {@code type.id}, as the configuration writes it.
 *
 * @param type such as {@code io.containerd.snapshotter.v1}
 * @param id unique within the type
 */
public record PluginUri(String type, String id) implements Comparable<PluginUri> {
  /** The ID of an adapter, of which there is an instance for each proxy plugin of its type. */
  public static final String ANY = "*";

  public boolean isAdapter() {
    return id.equals(ANY);
  }

  // written out, because those that the compiler links at run time cost 10 ms of every start
  @Override
  public boolean equals(Object other) {
    return other instanceof PluginUri that && type.equals(that.type) && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return type.hashCode() * 31 + id.hashCode();
  }

  /** By type, then by ID. */
  @Override
  public int compareTo(PluginUri other) {
    int types = type.compareTo(other.type);
    return types == 0 ? id.compareTo(other.id) : types;
  }

  @Override
  public String toString() {
    return type + "." + id;
  }
}
