package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts of type {@code fuse.NAME} and {@code fuse3.NAME}, by the helper program: mount.fuse(8).
 */
final class FuseMount {
  private FuseMount() {}

  static boolean handles(String type) {
    return type != null && (type.startsWith("fuse.") || type.startsWith("fuse3."));
  }

  static void mount(MountOrder order) throws IOException {
    run(command(order), order.target());
  }

  static List<String> command(MountOrder order) {
    int dot = order.type().indexOf('.');
    List<String> command = new ArrayList<>();
    command.add("mount." + order.type().substring(0, dot));
    command.add(order.source());
    command.add(order.target().toString());
    if (!order.options().words().isEmpty()) {
      command.add("-o");
      command.add(String.join(",", order.options().words()));
    }
    command.add("-t");
    command.add(order.type().substring(dot + 1));
    return command;
  }

  /**
   * Who may not unmount may still ask the helper to, where it is a mount of FUSE: fusermount3(1).
   */
  static void unmountInstead(String target, int flags, LinuxException refusal)
      throws LinuxException {
    if (!refusal.is(Errno.EPERM) || !isFuse(target)) {
      throw refusal;
    }
    String lazy = (flags & MountFlags.MNT_DETACH) == 0 ? "-u" : "-uz";
    for (String helper : List.of("fusermount3", "fusermount")) {
      try {
        run(List.of(helper, lazy, target), Path.of(target));
        return;
      } catch (IOException e) {
        refusal.addSuppressed(e);
      }
    }
    throw refusal;
  }

  private static boolean isFuse(String target) throws LinuxException {
    try {
      return FileSystem.of(Path.of(target)).type() == FileSystem.FUSE;
    } catch (LinuxException e) {
      // mounted, but its daemon has gone
      if (e.is(Errno.ENOTCONN)) {
        return true;
      }
      throw e;
    }
  }

  private static void run(List<String> command, Path target) throws IOException {
    Spawn.Result result = Spawn.command(command).run();
    if (result.exitCode() != 0) {
      String how = " on " + target + " exited with " + result.exitCode() + ": ";
      throw new IOException(command.get(0) + how + result.errors().strip());
    }
  }
}
