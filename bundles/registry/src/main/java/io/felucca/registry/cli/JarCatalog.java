package io.felucca.registry.cli;

import io.felucca.registry.config.Catalog;
import io.felucca.registry.declare.JarDeclarations;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The plugins that jars declare: those on the class path and those of the plugins folder. */
final class JarCatalog implements Catalog {
  private final TreeMap<String, Schema> schemas = new TreeMap<>();

  private JarCatalog() {}

  static Catalog of(String classPath, Path pluginDir) {
    JarCatalog catalog = new JarCatalog();
    for (String entry : classPath.split(File.pathSeparator)) {
      catalog.add(Path.of(entry));
    }
    droppedIn(pluginDir).forEach(catalog::add);
    return catalog;
  }

  private static List<Path> droppedIn(Path folder) {
    List<Path> jars = new ArrayList<>();
    if (Files.isReadable(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*.jar")) {
        found.forEach(jars::add);
      } catch (IOException e) {
        return jars;
      }
    }
    return jars;
  }

  private void add(Path jar) {
    if (!jar.toString().endsWith(".jar") || !Files.isRegularFile(jar)) {
      return;
    }
    try {
      JarDeclarations.read(jar)
          .forEach((declaration, schema) -> schemas.put(declaration.uri().toString(), schema));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("feluccad: " + jar + " is passed over: " + e.getMessage());
    }
  }

  @Override
  public Set<String> uris() {
    return schemas.keySet().stream()
        .filter(uri -> !uri.endsWith("." + PluginUri.ANY))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Schema schema(String uri) {
    return schemas.get(uri);
  }
}
