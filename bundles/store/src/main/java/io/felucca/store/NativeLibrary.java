package io.felucca.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lmdbjava.Meta;

/**
 * Loads LMDB's native library from this bundle and leaves no file behind.
 *
 * <p>Left alone, lmdbjava looks for the library through the thread's context class loader, which
 * knows nothing of this bundle, and removes its temporary copy at a normal exit only: copies of
 * killed daemons would pile up. A mapped library needs its file no longer, so ours goes at once.
 * Who wants no copy at all sets the system property {@code lmdbjava.native.lib} to an unpacked
 * library; {@code lmdbjava.extract.dir} names another folder than {@code java.io.tmpdir} (one
 * mounted without noexec).
 */
final class NativeLibrary {
  private static final String LIBRARY = "lmdbjava.native.lib";
  private static final String FOLDER = "lmdbjava.extract.dir";
  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (!loaded && System.getProperty(LIBRARY) == null) {
      loadCopy();
    }
    loaded = true;
  }

  private static void loadCopy() {
    try {
      Path copy = Files.createTempFile(folder(), "felucca-lmdb-", ".so");
      try {
        unpack(copy);
        bind(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new StoreException("cannot unpack LMDB's native library: " + e, e);
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty(FOLDER, System.getProperty("java.io.tmpdir")));
  }

  private static void unpack(Path copy) throws IOException {
    String arch =
        System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    String name = "org/lmdbjava/native/" + arch + "-linux-gnu.so";
    try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + ": no library for this architecture");
      }
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** lmdbjava reads the property once, when its classes load, which the first call brings about. */
  private static void bind(Path copy) {
    System.setProperty(LIBRARY, copy.toString());
    try {
      Meta.version();
    } finally {
      System.clearProperty(LIBRARY);
    }
  }
}
