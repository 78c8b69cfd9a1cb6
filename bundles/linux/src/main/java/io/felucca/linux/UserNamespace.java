package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes user namespaces: user_namespaces(7).
 *
 * <p>A process with threads cannot enter one, so a child is born in it. The child is a bare clone
 * (2) that shares our memory, runs nothing but the C library's pause(3) on a stack of its own, and
 * is killed as soon as its namespace is open: no program is executed, no page is copied, and it
 * touches nothing (pause sets errno only when it returns, which it does not).
 */
final class UserNamespace {
  private static final int CLONE_VM = 0x100;
  private static final int STACK = 16 << 10;

  private UserNamespace() {}

  static Fd create(List<Idmap.Mapping> uids, List<Idmap.Mapping> gids) throws IOException {
    try (Frame f = new Frame()) {
      long top = f.bytes(STACK) + STACK;
      int flags = CLONE_VM | Namespaces.CLONE_NEWUSER | Signals.SIGCHLD;
      int pid = (int) Libc.CLONE.check("user namespace", Libc.PAUSE.address(), top, flags, 0);
      try {
        map(pid, uids, gids);
        return Open.path(Path.of("/proc/" + pid + "/ns/user"), Open.O_RDONLY);
      } finally {
        Processes.kill(pid, Signals.SIGKILL);
        Processes.reap(pid);
      }
    }
  }

  private static void map(int pid, List<Idmap.Mapping> uids, List<Idmap.Mapping> gids)
      throws LinuxException {
    write(Path.of("/proc/" + pid + "/uid_map"), uids);
    write(Path.of("/proc/" + pid + "/gid_map"), gids);
  }

  /** In one write: the kernel takes only the first. */
  private static void write(Path file, List<Idmap.Mapping> mappings) throws LinuxException {
    StringBuilder lines = new StringBuilder();
    for (Idmap.Mapping mapping : mappings) {
      lines.append(mapping.line());
    }
    SmallFile.write(file, lines.toString());
  }
}
