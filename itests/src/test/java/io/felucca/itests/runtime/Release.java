package io.felucca.itests.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle of the installation with another version: the same classes in another jar. */
record Release(String bundle, int number) {
  String version() {
    return "99.0." + number;
  }

  private String file() {
    return bundle + ".jar";
  }

  /** Puts it into the plugins folder, at once. */
  void drop(Path home, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder.getParent(), bundle, ".next");
    try (JarFile jar = new JarFile(home.resolve("bundles").resolve(file()).toFile());
        OutputStream bytes = Files.newOutputStream(next)) {
      write(jar, bytes);
    }
    Files.move(
        next,
        folder.resolve(file()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(JarFile jar, OutputStream bytes) throws IOException {
    Manifest manifest = new Manifest(jar.getManifest());
    manifest.getMainAttributes().putValue("Bundle-Version", version());
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (JarEntry entry : jar.stream().toList()) {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  void remove(Path folder) throws IOException {
    Files.delete(folder.resolve(file()));
  }
}
