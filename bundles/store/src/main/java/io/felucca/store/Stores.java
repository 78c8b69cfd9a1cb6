package io.felucca.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens stores: each file once per process, however many handles there are.
 *
 * <p>LMDB forbids to open a file twice in one process, and two instances of a plugin live side by
 * side while one replaces the other: hence this table, the one place where the process keeps what
 * is open.
 */
public final class Stores {
  private static final ConcurrentHashMap<Path, Environment> OPEN = new ConcurrentHashMap<>();

  private Stores() {}

  /** Opens a file with the default options; it and its folders are created if missing. */
  public static Store open(Path file) {
    return open(file, StoreOptions.defaults());
  }

  /** Opens a file; it and its folders are created if missing. */
  public static Store open(Path file, StoreOptions options) {
    return open(file, options, false);
  }

  /**
   * Opens an existing file for reading, also while another process writes it.
   *
   * @throws StoreException if it is not there
   */
  public static Store openReadOnly(Path file) {
    return open(file, StoreOptions.defaults(), true);
  }

  /** Whether this process has a file open. */
  public static boolean isOpen(Path file) {
    return Files.exists(file) && OPEN.containsKey(realPath(file, true));
  }

  private static Store open(Path file, StoreOptions options, boolean readOnly) {
    Path key = realPath(file, readOnly);
    Environment environment =
        OPEN.compute(key, (path, open) -> acquire(path, open, options, readOnly));
    return new Store(environment, readOnly);
  }

  private static Environment acquire(
      Path file, Environment open, StoreOptions options, boolean readOnly) {
    Environment environment = open == null ? new Environment(file, options, readOnly) : open;
    environment.retain(options, readOnly);
    return environment;
  }

  static void release(Environment environment) {
    OPEN.computeIfPresent(environment.file(), (path, open) -> open.release() ? null : open);
  }

  private static Path realPath(Path file, boolean readOnly) {
    try {
      if (Files.exists(file)) {
        return file.toRealPath();
      }
      if (readOnly) {
        throw new StoreException(file + ": no such store");
      }
      Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
      return folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new StoreException("cannot open the store " + file + ": " + e, e);
    }
  }
}
