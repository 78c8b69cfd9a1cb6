package io.felucca.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Reads directories: getdents64(2). */
public final class Directory {
  private static final int BUFFER = 32 << 10;
  private static final int NAME_OFFSET = 19;

  private Directory() {}

  /**
   * One name in a directory.
   *
   * @param kind one of {@link Stat}'s S_IF constants; 0 where the file system does not tell
   */
  public record Entry(String name, long ino, int kind) {
    public boolean isDirectory() {
      return kind == Stat.S_IFDIR;
    }
  }

  /** All entries but {@code .} and {@code ..}, in the order of the file system. */
  public static List<Entry> list(Path directory) throws LinuxException {
    try (Fd fd = Open.directory(directory)) {
      return list(fd);
    }
  }

  /**
   * All entries of an open directory, from its beginning.
   *
   * @param directory opened for reading, not with {@code O_PATH}; its position is changed
   */
  public static List<Entry> list(Fd directory) throws LinuxException {
    List<Entry> entries = new ArrayList<>();
    try (Frame f = new Frame()) {
      int fd = f.fd(directory);
      long buffer = f.bytes(BUFFER);
      Libc.LSEEK.check(directory, fd, 0, 0);
      long size;
      while ((size = Libc.GETDENTS64.check(directory, fd, buffer, BUFFER)) > 0) {
        parse(buffer, buffer + size, entries);
      }
    }
    return entries;
  }

  /**
   * Whether the file system of a directory tells the kinds of entries (d_type), which overlayfs
   * needs below it: an XFS made with ftype=0 does not. Makes a directory there for a moment.
   */
  public static boolean tellsKinds(Path directory) throws LinuxException {
    try (Fd fd = Open.directory(directory)) {
      String name = ".kinds-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
      At.mkdir(fd, name, 0700);
      try {
        return list(fd).stream().anyMatch(e -> e.name().equals(name) && e.isDirectory());
      } finally {
        At.rmdir(fd, name);
      }
    }
  }

  /** struct linux_dirent64: ino, offset, record length, type, name. */
  private static void parse(long from, long end, List<Entry> into) {
    for (long at = from; at < end; at += Frame.getShort(at + 16)) {
      String name = Frame.getString(at + NAME_OFFSET);
      if (!name.equals(".") && !name.equals("..")) {
        // d_type holds the four bits that a mode has above bit 12
        into.add(new Entry(name, Frame.getLong(at), Frame.getByte(at + 18) << 12));
      }
    }
  }
}
