package io.felucca.registry.bundle;

import io.felucca.api.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Tells a whole bundle from a copy that is still being written. */
final class JarCheck {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private JarCheck() {}

  /**
   * Reads every entry, so that its check sum is compared.
   *
   * @throws Fault INVALID_ARGUMENT where the file is no whole jar, or no bundle
   */
  static void run(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (symbolicName(zip) == null) {
        throw Fault.invalid("%s is no bundle: its manifest has no Bundle-SymbolicName", name);
      }
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().<ZipEntry>map(e -> e)::iterator) {
        readAll(zip, entry);
      }
    } catch (ZipException | EOFException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, name + " is no whole jar: " + e.getMessage(), e);
    }
  }

  private static String symbolicName(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new Manifest(in).getMainAttributes().getValue("Bundle-SymbolicName");
    }
  }

  private static void readAll(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
