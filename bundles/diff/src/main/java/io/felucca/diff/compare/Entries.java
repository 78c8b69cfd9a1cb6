package io.felucca.diff.compare;

import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.At;
import io.felucca.linux.Device;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import java.time.Instant;
import java.util.Map;

/**
 * Describes files as members of a layer.
 *
 * @param latest no time is later than this; null for times as they are
 */
record Entries(Instant latest) {
  TarEntry directory(String path, Node node) throws LinuxException {
    return entry(path + "/", "", TarEntry.DIRECTORY, 0, node, Carried.of(node));
  }

  TarEntry file(String path, Node node) throws LinuxException {
    return entry(path, "", TarEntry.FILE, node.stat().size(), node, Carried.of(node));
  }

  TarEntry link(String path, String target, Node node) throws LinuxException {
    return entry(path, target, TarEntry.HARD_LINK, 0, node, Carried.of(node));
  }

  /** A symbolic link, device or FIFO. */
  TarEntry special(String path, Node node) throws LinuxException {
    Stat stat = node.stat();
    String target = stat.isSymlink() ? At.readlink(node.folder(), node.name()) : "";
    return entry(path, target, type(stat), 0, node, Carried.of(node));
  }

  private static char type(Stat stat) {
    return switch (stat.kind()) {
      case Stat.S_IFLNK -> TarEntry.SYMLINK;
      case Stat.S_IFCHR -> TarEntry.CHARACTER_DEVICE;
      case Stat.S_IFBLK -> TarEntry.BLOCK_DEVICE;
      case Stat.S_IFIFO -> TarEntry.FIFO;
      default -> throw new IllegalArgumentException("kind " + Integer.toOctalString(stat.kind()));
    };
  }

  private TarEntry entry(
      String name, String link, char type, long size, Node node, Map<String, byte[]> xattrs) {
    Stat stat = node.stat();
    return new TarEntry(
        name,
        link,
        type,
        size,
        stat.permissions(),
        stat.uid() & 0xffffffffL,
        stat.gid() & 0xffffffffL,
        time(stat.modified()),
        Instant.EPOCH,
        stat.isDevice() ? Device.major(stat.rdev()) : 0,
        stat.isDevice() ? Device.minor(stat.rdev()) : 0,
        xattrs,
        null);
  }

  /** Whole seconds: other tools would round fractions, each in its own way. */
  private Instant time(Instant modified) {
    Instant time = latest != null && modified.isAfter(latest) ? latest : modified;
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  /** Marks a removal; whatever it says about itself is the same in every layer. */
  TarEntry whiteout(String path) {
    return new TarEntry(
        path, "", TarEntry.FILE, 0, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, 0, 0, Map.of(), null);
  }
}
