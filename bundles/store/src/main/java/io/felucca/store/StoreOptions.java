package io.felucca.store;

/**
 * How a store is opened; when a file is open already in this process, its map stays as it is, and
 * of {@code sync} the newest opener's choice holds for all.
 *
 * @param mapSize address space reserved for the file, in bytes, not memory and not disk. It doubles
 *     by itself when the file comes near it, for which writers wait until the running views have
 *     ended: so the default is generous.
 * @param sync whether a commit waits for the disk. False loses the last transactions when the
 *     machine (not the process) dies, and may lose the file.
 */
public record StoreOptions(long mapSize, boolean sync) {
  private static final long DEFAULT_MAP_SIZE = 16L << 30;
  private static final long SMALLEST_MAP_SIZE = 64 << 10;

  /** Checks the map size. */
  public StoreOptions {
    if (mapSize < SMALLEST_MAP_SIZE) {
      throw new IllegalArgumentException(
          "map size " + mapSize + " is below " + SMALLEST_MAP_SIZE + " bytes");
    }
  }

  /** A map of 16 GiB, durable. */
  public static StoreOptions defaults() {
    return new StoreOptions(DEFAULT_MAP_SIZE, true);
  }

  /** The same with another initial map size in bytes. */
  public StoreOptions withMapSize(long bytes) {
    return new StoreOptions(bytes, sync);
  }

  /** The same with or without waiting for the disk. */
  public StoreOptions withSync(boolean wanted) {
    return new StoreOptions(mapSize, wanted);
  }
}
