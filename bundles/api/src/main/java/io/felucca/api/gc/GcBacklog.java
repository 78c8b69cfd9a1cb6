package io.felucca.api.gc;

/**
 * What has changed since the collection before.
 *
 * @param collected whether there was a collection in this life of the store
 * @param changes so many changes
 * @param deletions so many of them deleted something
 */
public record GcBacklog(boolean collected, long changes, long deletions) {
  /** Of a store that nobody has opened yet. */
  public static final GcBacklog NONE = new GcBacklog(false, 0, 0);
}
