package io.felucca.linux;

/**
 * Leaves and enters namespaces: unshare(2), setns(2), namespaces(7).
 *
 * <p>They belong to a thread, not to the process, and a thread that changed them is no use to
 * others any more: so nothing here is public, and all goes through {@link OwnThread}.
 */
final class Namespaces {
  /** The thread gets a working directory, root and umask of its own. */
  static final int CLONE_FS = 0x200;

  static final int CLONE_NEWNS = 0x20000;
  static final int CLONE_NEWUSER = 0x10000000;
  static final int CLONE_NEWNET = 0x40000000;

  private Namespaces() {}

  static void unshare(int flags) throws LinuxException {
    Libc.UNSHARE.check(null, flags);
  }

  static void enter(Fd namespace, int kind) throws LinuxException {
    try (Frame f = new Frame()) {
      Libc.SETNS.check(namespace, f.fd(namespace), kind);
    }
  }
}
