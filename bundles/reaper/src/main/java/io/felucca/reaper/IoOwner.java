package io.felucca.reaper;

/** Who owns the pipes that a process of a container gets: IoUid and IoGid of runc's options. */
public record IoOwner(int uid, int gid) {
  /** The daemon's own. */
  public static final IoOwner ROOT = new IoOwner(0, 0);
}
