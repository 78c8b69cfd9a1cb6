package io.felucca.metadata.db;

import io.felucca.api.content.ContentStore;
import io.felucca.api.snapshot.Snapshotter;

/**
 * Where bytes are: the content store or a snapshotter.
 *
 * @param type the plugin's type
 * @param id the snapshotter's ID; empty for the content store
 */
public record Backend(String type, String id) implements Comparable<Backend> {
  public static final Backend CONTENT = new Backend(ContentStore.KIND.type(), "");

  public static Backend snapshotter(String id) {
    return new Backend(Snapshotter.KIND.type(), id);
  }

  public boolean isContent() {
    return equals(CONTENT);
  }

  /** As {@link #toString} writes it. */
  static Backend parse(String text) {
    int space = text.indexOf(' ');
    return new Backend(text.substring(0, space), text.substring(space + 1));
  }

  @Override
  public int compareTo(Backend other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return type + " " + id;
  }
}
