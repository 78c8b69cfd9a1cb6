package io.felucca.launcher;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The installed product: {@code lib/} (framework and launcher) and {@code bundles/} (the daemon's
 * bundle list). Another program than the daemon has a list of its own: the jars that the property
 * {@code felucca.bundles} names, written as a class path is.
 *
 * @param home absolute path of the installation
 */
record Installation(Path home) {
  private static final int LAST = 2;

  /**
   * The installation of the property {@code felucca.home}, else the one that the launcher's own jar
   * lies in.
   */
  static Installation find() throws BootException {
    String named = System.getProperty("felucca.home");
    Path home = named != null ? Path.of(named) : aboveLauncherJar();
    if (!Files.isDirectory(home.resolve("bundles"))) {
      throw new BootException(
          home + " is no installation: it has no folder bundles (set felucca.home)", null);
    }
    return new Installation(home.toAbsolutePath().normalize());
  }

  private static Path aboveLauncherJar() throws BootException {
    try {
      Path jar =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new BootException("cannot tell where the launcher is installed; set felucca.home", e);
    }
  }

  /**
   * The jars to install, in order. Bundles stop in the reverse order: the registry, which is last,
   * takes its plugins down while all of them and the framework's own services are still there.
   */
  List<Path> bundles() throws BootException {
    List<Path> all = files();
    List<Path> jars = new ArrayList<>();
    for (int rank = 0; rank <= LAST; rank++) {
      for (Path jar : all) {
        String name = jar.getFileName().toString();
        if (name.endsWith(".jar") && rank(name) == rank) {
          jars.add(jar);
        }
      }
    }
    return jars;
  }

  private List<Path> files() throws BootException {
    String named = System.getProperty("felucca.bundles");
    if (named != null) {
      return Arrays.stream(named.split(File.pathSeparator)).map(Path::of).toList();
    }
    Path folder = home.resolve("bundles");
    String[] names = folder.toFile().list();
    if (names == null) {
      throw new BootException("cannot read " + folder, null);
    }
    Arrays.sort(names);
    return Arrays.stream(names).map(folder::resolve).toList();
  }

  private static int rank(String name) {
    if (name.startsWith("io.felucca.registry")) {
      return LAST;
    }
    return name.startsWith("io.felucca.") ? 1 : 0;
  }
}
