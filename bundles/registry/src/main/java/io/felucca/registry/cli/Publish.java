package io.felucca.registry.cli;

import io.felucca.registry.config.Flags;
import java.io.PrintStream;
import java.util.List;

/**
 * {@code publish}: done by the client program's class of that name, if it is on the class path,
 * because it takes a gRPC client.
 */
final class Publish {
  private static final String CLIENT = "io.felucca.ctl.Publish";
  private static final String ADDRESS = "/run/containerd/containerd.sock";

  private Publish() {}

  static int run(Flags flags, List<String> args, PrintStream out, PrintStream err) {
    if (args.contains("-h") || args.contains("--help")) {
      out.print(Help.publish());
      out.flush();
      return 0;
    }
    String address = flags.address() == null ? ADDRESS : flags.address();
    try {
      return (int)
          Class.forName(CLIENT)
              .getMethod("run", String.class, String[].class)
              .invoke(null, address, args.toArray(String[]::new));
    } catch (ClassNotFoundException e) {
      err.println("feluccad: publish needs the client program's jar on the class path");
      return 1;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(CLIENT + ".run failed", e.getCause());
    }
  }
}
