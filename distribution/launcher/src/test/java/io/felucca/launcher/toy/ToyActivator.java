package io.felucca.launcher.toy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.logging.Logger;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Stands in for the registry: boots at once, or fails if the command line says so, and notes what
 * it hears in files of the installation.
 */
public final class ToyActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    String[] args = context.getProperty("felucca.args").split("\0");
    Path home = Path.of(context.getProperty("felucca.home"));
    Runnable reload = () -> note(home.resolve("reloaded"), "");
    context.registerService(
        Runnable.class, reload, new Hashtable<>(Map.of("felucca.signal", "HUP")));
    boolean fails = args[args.length - 1].equals("fail");
    Map<String, String> outcome =
        fails
            ? Map.of("felucca.boot", "failed", "felucca.boot.reason", "told to fail")
            : Map.of("felucca.boot", "ready");
    Logger.getLogger("toy").warning("said to java.util.logging");
    System.err.println("said to System.err");
    note(home.resolve("booted"), String.join(" ", args));
    context.registerService(Runnable.class, () -> {}, new Hashtable<>(outcome));
  }

  @Override
  public void stop(BundleContext context) {
    note(Path.of(context.getProperty("felucca.home")).resolve("stopped"), "");
  }

  private static void note(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
