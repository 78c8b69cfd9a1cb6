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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The plugins that jars declare: those on the class path and those of the plugins folder. */
final class JarCatalog implements Catalog {
  private final Map<String, Schema> schemas = new HashMap<>();
  private final TreeSet<PluginUri> plugins = new TreeSet<>();

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
      JarDeclarations.read(jar).forEach((declaration, schema) -> add(declaration.uri(), schema));
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("feluccad: " + jar + " is passed over: " + e.getMessage());
    }
  }

  private void add(PluginUri uri, Schema schema) {
    schemas.put(uri.toString(), schema);
    if (!uri.isAdapter()) {
      plugins.add(uri);
    }
  }

  @Override
  public Set<PluginUri> plugins() {
    return plugins;
  }

  @Override
  public boolean has(String uri) {
    return schemas.containsKey(uri);
  }

  @Override
  public Schema schema(String uri) {
    return schemas.get(uri);
  }
}
