package io.felucca.itests.hotswap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The sample vendor's jar, as a new release each time. */
final class VendorJar {
  private static final Path BUILT = Path.of(System.getProperty("it.vendor"));

  private VendorJar() {}

  /** Puts release {@code number} into the folder under the name {@code acme.jar}, at once. */
  static void drop(Path folder, int number) throws IOException {
    Files.createDirectories(folder);
    Path next = Files.createTempFile(folder.getParent(), "acme", ".next");
    Files.write(next, release(number));
    Files.move(
        next,
        folder.resolve("acme.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same classes, another bundle version. */
  static byte[] release(int number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile jar = new JarFile(BUILT.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", "1.0." + number);
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
    return bytes.toByteArray();
  }
}
