package io.felucca.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The framework's storage folder: one per daemon, and never one that cannot be trusted.
 *
 * <p>It holds nothing but what the bundle list says, kept because reading it back is quicker than
 * installing again. It is used again only if it bears a stamp equal to this start's (the bundles'
 * files, Java): the stamp is written when the content is complete and goes when something is about
 * to change, so a crash at a bad moment, an upgrade or a broken folder all lead to a fresh one. A
 * lock keeps a second daemon out; that one gets another folder.
 */
final class BundleCache implements AutoCloseable {
  private static final int PLACES = 4;

  private final Path home;
  private final String stamp;
  private final FileChannel lock;
  private final boolean temporary;
  private boolean warm;
  private boolean spoilt;

  private BundleCache(Path home, String stamp, FileChannel lock, boolean temporary) {
    this.home = home;
    this.stamp = stamp;
    this.lock = lock;
    this.temporary = temporary;
  }

  /** Opens a cache in the state folder, or a temporary one where that is impossible. */
  static BundleCache open(Path state, String stamp) throws IOException {
    BundleCache cache = lasting(state, stamp);
    if (cache == null) {
      Path home = Files.createTempDirectory("felucca");
      cache = new BundleCache(home, stamp, locked(home), true);
    }
    cache.prepare();
    return cache;
  }

  /** The first of a few folders that no other daemon holds; null if there is none to be had. */
  private static BundleCache lasting(Path state, String stamp) {
    try {
      Files.createDirectories(state, asFolder("rwx--x--x"));
      for (int i = 0; i < PLACES; i++) {
        String name = i == 0 ? "felucca" : "felucca." + i;
        Path home = Files.createDirectories(state.resolve(name), asFolder("rwx------"));
        FileChannel lock = locked(home);
        if (lock != null) {
          return new BundleCache(home, stamp, lock, false);
        }
      }
    } catch (IOException e) {
      // Not ours to write: then a temporary one will do.
    }
    return null;
  }

  private static FileAttribute<?> asFolder(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static FileChannel locked(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another daemon of this very process: as good as one of another process.
    }
    channel.close();
    return null;
  }

  private void prepare() throws IOException {
    Path file = stampFile();
    warm = Files.exists(file) && Files.readString(file).equals(stamp);
    if (!warm) {
      renew();
    }
  }

  /** Begins afresh with an empty folder. */
  void renew() throws IOException {
    warm = false;
    unsettle();
    Folders.delete(folder());
  }

  private Path stampFile() {
    return home.resolve("stamp");
  }

  /** The folder to give to the framework. */
  Path folder() {
    return home.resolve("bundles");
  }

  /** Whether the folder holds the bundles of an earlier start. */
  boolean warm() {
    return warm;
  }

  /**
   * Vouches for the content: it is complete, and just what the stamp says. No more heard after
   * {@link #spoil}.
   */
  synchronized void keep() throws IOException {
    if (!spoilt && !temporary) {
      Files.writeString(stampFile(), stamp);
    }
  }

  /** Says that the framework is about to write into the folder. */
  synchronized void unsettle() throws IOException {
    Files.deleteIfExists(stampFile());
  }

  /**
   * Says that bundles have been added or replaced, so that the content is of no use to another
   * start.
   */
  synchronized void spoil() throws IOException {
    spoilt = true;
    unsettle();
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Folders.delete(home);
    }
    lock.close();
  }
}
