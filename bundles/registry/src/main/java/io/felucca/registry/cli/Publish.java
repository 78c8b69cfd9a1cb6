package io.felucca.registry.cli;

import io.felucca.registry.config.Flags;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** {@code publish}: done by the client program's class of that name, for it takes a gRPC client. */
final class Publish {
  private static final String CLIENT = "io.felucca.ctl.Publish";
  private static final String JAR = "lib/io.felucca.ctl.jar";
  private static final String ADDRESS = "/run/containerd/containerd.sock";

  private Publish() {}

  /** On the class path, or else in the installation: the daemon itself has no use for it. */
  private static Class<?> client() throws ClassNotFoundException, MalformedURLException {
    String home = System.getProperty("felucca.home");
    ClassLoader loader = Publish.class.getClassLoader();
    if (home != null) {
      loader = new URLClassLoader(new URL[] {Path.of(home, JAR).toUri().toURL()}, loader);
    }
    return Class.forName(CLIENT, true, loader);
  }

  static int run(Flags flags, List<String> args, PrintStream out, PrintStream err) {
    if (args.contains("-h") || args.contains("--help")) {
      out.print(Help.publish());
      out.flush();
      return 0;
    }
    String address = flags.address() == null ? ADDRESS : flags.address();
    try {
      return (int)
          client()
              .getMethod("run", String.class, String[].class)
              .invoke(null, address, args.toArray(String[]::new));
    } catch (ClassNotFoundException | MalformedURLException e) {
      err.println("feluccad: publish needs the client program (" + JAR + "): " + e.getMessage());
      return 1;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(CLIENT + ".run failed", e.getCause());
    }
  }
}
