package io.felucca.linux;

import java.nio.file.Path;

/**
 * A mount, or a tree of them, that is held by a descriptor and need not be in any place:
 * open_tree(2), mount_setattr(2), move_mount(2). What has no place when this is closed is gone.
 */
public final class MountTree implements AutoCloseable {
  public static final long MOUNT_ATTR_RDONLY = 0x1;
  public static final long MOUNT_ATTR_NOSUID = 0x2;
  public static final long MOUNT_ATTR_NODEV = 0x4;
  public static final long MOUNT_ATTR_NOEXEC = 0x8;
  public static final long MOUNT_ATTR_NOATIME = 0x10;
  public static final long MOUNT_ATTR_STRICTATIME = 0x20;
  public static final long MOUNT_ATTR_NODIRATIME = 0x80;
  public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

  private static final long MOUNT_ATTR_IDMAP = 0x100000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
  private static final int MOVE_MOUNT_T_SYMLINKS = 0x10;
  private static final int MOUNT_ATTR_SIZE = 32;

  private final Fd tree;

  MountTree(Fd tree) {
    this.tree = tree;
  }

  /**
   * A copy of what a path shows, as a bind mount would be: open_tree(2).
   *
   * @param recursive with the mounts below
   */
  public static MountTree copyOf(Path path, boolean recursive) throws LinuxException {
    try (Frame f = new Frame()) {
      int flags = OPEN_TREE_CLONE | Open.O_CLOEXEC | (recursive ? AT_RECURSIVE : 0);
      long name = f.string(path.toString());
      return new MountTree(
          new Fd(Syscall.OPEN_TREE.check(path, Fd.CWD.value(), name, flags), path));
    }
  }

  /** Puts it on a path; it stays there when this is closed: move_mount(2). */
  public void attach(Path target) throws LinuxException {
    try (Frame f = new Frame()) {
      int flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS;
      long to = f.string(target.toString());
      Syscall.MOVE_MOUNT.check(target, f.fd(tree), f.string(""), Fd.CWD.value(), to, flags);
    }
  }

  /**
   * Shows owners as a user namespace maps them: mount_setattr(2), from kernel 5.12 on, where the
   * file system can do it (else EINVAL).
   */
  public void idmap(Fd userNamespace) throws LinuxException {
    try (Frame f = new Frame()) {
      change(f, MOUNT_ATTR_IDMAP, 0, 0, f.fd(userNamespace), false);
    }
  }

  /**
   * Changes flags of the mount, or of all mounts in the tree.
   *
   * @param set MOUNT_ATTR_ flags to turn on
   * @param clear those to turn off
   */
  public void change(long set, long clear, boolean recursive) throws LinuxException {
    try (Frame f = new Frame()) {
      change(f, set, clear, 0, 0, recursive);
    }
  }

  /** Changes propagation: MS_SHARED, MS_PRIVATE, MS_SLAVE or MS_UNBINDABLE. */
  public void propagate(long propagation, boolean recursive) throws LinuxException {
    try (Frame f = new Frame()) {
      change(f, 0, 0, propagation, 0, recursive);
    }
  }

  private void change(
      Frame f, long set, long clear, long propagation, int userNamespace, boolean recursive)
      throws LinuxException {
    long attributes = f.bytes(MOUNT_ATTR_SIZE);
    Frame.putLong(attributes, set);
    Frame.putLong(attributes + 8, clear);
    Frame.putLong(attributes + 16, propagation);
    Frame.putLong(attributes + 24, userNamespace);
    int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
    Syscall.MOUNT_SETATTR.check(tree, f.fd(tree), f.string(""), flags, attributes, MOUNT_ATTR_SIZE);
  }

  /** The descriptor, with which other calls look inside. */
  public Fd fd() {
    return tree;
  }

  @Override
  public void close() {
    tree.close();
  }
}
