package io.felucca.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mounts that show other owners than the disk has: mount_setattr(2), "ID-mapped mounts". */
public final class Idmap {
  private Idmap() {}

  /**
   * A run of ids: user_namespaces(7).
   *
   * @param inside the first id on disk, which is also the one in a container
   * @param outside the first id that the host shows instead
   * @param size how many
   */
  public record Mapping(long inside, long outside, long size) {
    /**
     * Parses {@code inside:outside:size}, several of them separated by commas; nothing is an empty
     * list.
     */
    public static List<Mapping> parse(String text) {
      List<Mapping> mappings = new ArrayList<>();
      for (String part : text.split(",")) {
        if (!part.isEmpty()) {
          mappings.add(one(part));
        }
      }
      return mappings;
    }

    private static Mapping one(String text) {
      String[] numbers = text.split(":");
      try {
        if (numbers.length == 3) {
          return new Mapping(id(numbers[0]), id(numbers[1]), id(numbers[2]));
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw new IllegalArgumentException("id mapping is not inside:outside:size: " + text);
    }

    private static long id(String text) {
      return Integer.parseUnsignedInt(text) & 0xffffffffL;
    }

    /** As uid_map has it. */
    String line() {
      return inside + " " + outside + " " + size + "\n";
    }
  }

  /** A user namespace with these mappings that exists for as long as it is open or used. */
  public static Fd userNamespace(List<Mapping> uids, List<Mapping> gids) throws IOException {
    return UserNamespace.create(uids, gids);
  }

  /** Binds a path to a target, with the owners mapped. */
  public static void bind(Path source, Path target, Fd userNamespace, boolean recursive)
      throws LinuxException {
    try (MountTree tree = MountTree.copyOf(source, recursive)) {
      tree.idmap(userNamespace);
      tree.attach(target);
    }
  }

  /** Whether the kernel and the path's file system can do it. */
  public static boolean supportedOn(Path path) throws IOException {
    List<Mapping> some = List.of(new Mapping(0, 1, 1));
    try (Fd namespace = userNamespace(some, some);
        MountTree tree = MountTree.copyOf(path, false)) {
      tree.idmap(namespace);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EINVAL, Errno.ENOSYS, Errno.EPERM, Errno.EOPNOTSUPP)) {
        return false;
      }
      throw e;
    }
  }
}
