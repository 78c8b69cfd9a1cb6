package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Daemon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Other releases of a bundle of the installation, good ones and broken ones. */
final class Jars {
  private final Path source;
  private final Path folder;
  private final String name;

  /**
   * @param folder the plugins folder
   * @param bundle symbolic name of a bundle of the installation
   */
  Jars(Path folder, String bundle) {
    this(folder, Daemon.home().resolve("bundles/" + bundle + ".jar"), bundle + ".jar");
  }

  Jars(Path folder, Path source, String name) {
    this.source = source;
    this.folder = folder;
    this.name = name;
  }

  /** The same classes, another version. */
  void release(int number) throws IOException {
    drop(rewrite(attributes -> version(attributes, number), Jars::same));
  }

  void garbage() throws IOException {
    drop("this is no jar".getBytes(StandardCharsets.UTF_8));
  }

  /** It asks for an API that does not exist. */
  void unresolvable(int number) throws IOException {
    drop(
        rewrite(
            attributes -> {
              version(attributes, number);
              attributes.putValue(
                  "Import-Package",
                  "io.felucca.api.of.tomorrow;version=\"[9,10)\","
                      + attributes.getValue("Import-Package"));
            },
            Jars::same));
  }

  /** Each of its components throws as it is made. */
  void failing(int number) throws IOException {
    drop(rewrite(attributes -> version(attributes, number), Jars::broken));
  }

  void remove() throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  private interface Header {
    void edit(Attributes attributes);
  }

  private interface Content {
    byte[] edit(String entry, byte[] bytes);
  }

  private static void version(Attributes attributes, int number) {
    attributes.putValue("Bundle-Version", "9.0." + number);
  }

  private static byte[] same(String entry, byte[] bytes) {
    return bytes;
  }

  private static byte[] broken(String entry, byte[] bytes) {
    if (!entry.startsWith("OSGI-INF/") || !entry.endsWith(".xml")) {
      return bytes;
    }
    return new String(bytes, StandardCharsets.UTF_8)
        .replaceAll(
            "<implementation class=\"[^\"]*\"", "<implementation class=\"" + implementation())
        .replaceAll("(<implementation class=\"[^\"/>]*)(/?>)", "$1\"$2")
        .replaceAll("<reference [^>]*/>", "")
        .replaceAll(" init=\"\\d+\"", "")
        .replaceAll(" activate=\"[^\"]*\"", "")
        .replaceAll(" deactivate=\"[^\"]*\"", "")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String implementation() {
    return Broken.class.getName();
  }

  private byte[] rewrite(Header header, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile jar = new JarFile(source.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      header.edit(manifest.getMainAttributes());
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry : jar.stream().toList()) {
          if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            try (InputStream in = jar.getInputStream(entry)) {
              put(out, entry.getName(), content.edit(entry.getName(), in.readAllBytes()));
            }
          }
        }
        String broken = implementation().replace('.', '/') + ".class";
        try (InputStream in = Jars.class.getClassLoader().getResourceAsStream(broken)) {
          put(out, broken, in.readAllBytes());
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
  }

  private void drop(byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder.getParent(), name, ".next");
    Files.write(next, bytes);
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
