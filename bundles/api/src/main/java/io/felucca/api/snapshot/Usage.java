package io.felucca.api.snapshot;

/**
 * The space that a snapshot takes by itself, without its parents.
 *
 * @param inodes files and folders, hard links counted once
 * @param size bytes on disk
 */
public record Usage(long inodes, long size) {
  public static final Usage NONE = new Usage(0, 0);
}
