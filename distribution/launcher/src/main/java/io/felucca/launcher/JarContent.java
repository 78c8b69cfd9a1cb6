package io.felucca.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.connect.ConnectContent;

/**
 * The entries of one jar on the class path; classes are not read from here but come from the
 * application class loader.
 */
final class JarContent implements ConnectContent {
  /**
   * Headers that ask something of the framework. What such a jar needs comes to it by the class
   * path, whatever the framework says, so there is nothing to resolve; and to resolve a few hundred
   * imports would be a sixth of the way to the first answer. The integration tests, which install
   * the same jars as ordinary bundles, see to it that these headers are right.
   */
  private static final Set<String> NEEDS =
      Set.of(
          "Import-Package",
          "DynamicImport-Package",
          "Require-Capability",
          "Bundle-RequiredExecutionEnvironment",
          "Bundle-NativeCode");

  private final Path path;
  private ZipFile zip;

  /** Of the jar, for all its entries: their own times would need the time zone tables. */
  private long modified;

  private Map<String, String> readAhead;

  JarContent(Path path) {
    this.path = path;
  }

  @Override
  public synchronized void open() throws IOException {
    if (zip == null) {
      zip = new ZipFile(path.toFile());
      modified = path.toFile().lastModified();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (zip != null) {
      zip.close();
      zip = null;
    }
  }

  private synchronized ZipFile opened() throws IOException {
    open();
    return zip;
  }

  /** Reads the manifest for the first who asks. */
  synchronized void readAhead() {
    if (readAhead == null) {
      readAhead = readHeaders();
    }
  }

  @Override
  public synchronized Optional<Map<String, String>> getHeaders() {
    Map<String, String> headers = readAhead == null ? readHeaders() : readAhead;
    readAhead = null;
    return Optional.of(headers);
  }

  private Map<String, String> readHeaders() {
    try (InputStream in = opened().getInputStream(new ZipEntry("META-INF/MANIFEST.MF"))) {
      Map<String, String> headers = new HashMap<>();
      for (Map.Entry<Object, Object> header : new Manifest(in).getMainAttributes().entrySet()) {
        headers.put(header.getKey().toString(), (String) header.getValue());
      }
      headers.keySet().removeAll(NEEDS);
      return headers;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifest of " + path, e);
    }
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    List<String> names = new ArrayList<>();
    opened().stream().forEach(entry -> names.add(entry.getName()));
    return names;
  }

  @Override
  public Optional<ConnectEntry> getEntry(String name) {
    try {
      ZipFile from = opened();
      ZipEntry entry = from.getEntry(name);
      return entry == null ? Optional.empty() : Optional.of(new Entry(from, entry, modified));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of " + path, e);
    }
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(JarContent.class.getClassLoader());
  }

  private record Entry(ZipFile from, ZipEntry entry, long modified) implements ConnectEntry {
    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return modified;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return from.getInputStream(entry);
    }
  }
}
