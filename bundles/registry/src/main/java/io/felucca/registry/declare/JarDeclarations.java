package io.felucca.registry.declare;

import io.felucca.api.plugin.PluginSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Reads what a jar declares, without a framework. */
public final class JarDeclarations {
  private JarDeclarations() {}

  /** The plugins of a jar and the keys of each; empty for a jar that is no bundle. */
  public static Map<Declaration, Schema> read(Path file) throws IOException {
    Map<Declaration, Schema> found = new TreeMap<>((a, b) -> a.uri().compareTo(b.uri()));
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      if (manifest != null) {
        read(jar, manifest.getMainAttributes(), found);
      }
    }
    return found;
  }

  private static void read(JarFile jar, Attributes headers, Map<Declaration, Schema> to)
      throws IOException {
    BundleFiles files = null;
    for (ManifestHeader.Clause clause :
        ManifestHeader.parse(headers.getValue("Provide-Capability"))) {
      if (clause.name().equals(PluginSpec.NAMESPACE)) {
        files = files == null ? files(jar, headers) : files;
        Declaration declaration = Declaration.of(clause.attributes());
        to.put(declaration, files.schema(declaration.pid()));
      }
    }
  }

  private static BundleFiles files(JarFile jar, Attributes headers) throws IOException {
    Resources entries =
        path -> {
          ZipEntry entry = jar.getEntry(path);
          return entry == null ? null : jar.getInputStream(entry);
        };
    return new BundleFiles(entries, headers.getValue("Service-Component"));
  }
}
