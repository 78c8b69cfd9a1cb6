package io.felucca.registry.rig;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import io.felucca.api.Scope;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.function.Function;
import org.osgi.util.promise.Promise;

/**
 * Bundles for tests: those of the platform, and toys that are built of this module's test classes.
 */
public final class Jars {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private Jars() {}

  /** The bundles that every daemon has; the registry among them is packed into a folder. */
  static List<Path> platform(Path folder) throws Exception {
    List<Path> jars = new ArrayList<>();
    for (Class<?> inside :
        List.of(
            Function.class,
            Promise.class,
            PersistenceManager.class,
            ServiceComponentRuntime.class,
            org.apache.felix.scr.impl.Activator.class)) {
      jars.add(Path.of(inside.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    jars.add(registry(folder));
    return jars;
  }

  /**
   * The packages that the framework itself exports, so that tests see the classes that bundles see.
   */
  static String apiPackages() throws Exception {
    Path api = Path.of(Scope.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(api.toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Export-Package");
    }
  }

  private static Path registry(Path folder) throws Exception {
    Path jar = folder.resolve("registry-under-test.jar");
    try (Jar classes = new Jar(TARGET.resolve("classes").toFile())) {
      classes.setManifest(TARGET.resolve("classes/META-INF/MANIFEST.MF").toFile());
      classes.write(jar.toFile());
    }
    return jar;
  }

  /** Builds a bundle of the classes named, with further headers. */
  public static Path toy(Path jar, Map<String, String> headers, Class<?>... classes)
      throws Exception {
    try (Builder builder = new Builder()) {
      builder.setClasspath(classpath());
      builder.setProperty("Bundle-SymbolicName", "toy");
      builder.setProperty("-includeresource", resources(classes));
      builder.setProperty("-dsannotations-options", "version;minimum=1.3.0;maximum=1.5.0");
      builder.setProperty("-noimportjava", "true");
      headers.forEach(builder::setProperty);
      Jar built = builder.build();
      if (!builder.getErrors().isEmpty()) {
        throw new AssertionError(builder.getErrors());
      }
      writeWhole(built, jar);
    }
    return jar;
  }

  private static void writeWhole(Jar built, Path jar) throws Exception {
    Path beside = Files.createTempFile(jar.toAbsolutePath().getParent(), ".", ".tmp");
    built.write(beside.toFile());
    Files.move(beside, jar, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static String resources(Class<?>... classes) throws IOException {
    List<String> clauses = new ArrayList<>();
    for (Class<?> type : classes) {
      String path = type.getName().replace('.', '/');
      Path folder = TARGET.resolve("test-classes").resolve(path).getParent();
      try (var files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.matches(type.getSimpleName() + "(\\$.*)?\\.class"))
            .forEach(name -> clauses.add(clause(folder, path, name)));
      }
    }
    return String.join(",", clauses);
  }

  private static String clause(Path folder, String path, String name) {
    return path.substring(0, path.lastIndexOf('/') + 1) + name + "=" + folder.resolve(name);
  }

  private static List<File> classpath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .filter(File::exists)
        .toList();
  }
}
