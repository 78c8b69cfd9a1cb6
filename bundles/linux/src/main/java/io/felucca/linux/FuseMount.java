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
    run(command, order.target());
  }

  private static void run(List<String> command, Path target) throws IOException {
    Spawn.Result result = Spawn.command(command).run();
    if (result.exitCode() != 0) {
      throw new IOException(
          command.get(0)
              + " on "
              + target
              + " exited with "
              + result.exitCode()
              + ": "
              + result.errors().strip());
    }
  }
}
