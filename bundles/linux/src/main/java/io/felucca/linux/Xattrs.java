package io.felucca.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Extended attributes: xattr(7).
 *
 * <p>Of a path or of a name in a directory, where a symbolic link is not followed, or of an open
 * file, also one opened with {@code O_PATH}.
 */
public final class Xattrs {
  private static final int USUAL_SIZE = 256;

  /** The kernel's limit for a value and for a list: linux/limits.h. */
  private static final int LARGEST_SIZE = 65536;

  private Xattrs() {}

  /** lsetxattr(2): sets, whether it was there or not. */
  public static void set(Path path, String name, byte[] value) throws LinuxException {
    set(Target.of(path), name, value);
  }

  /**
   * Sets an attribute of a name in a directory.
   *
   * @param file one component: a symbolic link on the way would be followed
   */
  public static void set(Fd directory, String file, String name, byte[] value)
      throws LinuxException {
    set(Target.of(directory, file), name, value);
  }

  /** fsetxattr(2). */
  public static void set(Fd file, String name, byte[] value) throws LinuxException {
    set(Target.of(file), name, value);
  }

  /** lgetxattr(2). The value, null where the attribute is not there. */
  public static byte[] get(Path path, String name) throws LinuxException {
    return get(Target.of(path), name);
  }

  /** The value of an attribute of a name in a directory, null where it is not there. */
  public static byte[] get(Fd directory, String file, String name) throws LinuxException {
    return get(Target.of(directory, file), name);
  }

  /** fgetxattr(2). The value, null where the attribute is not there. */
  public static byte[] get(Fd file, String name) throws LinuxException {
    return get(Target.of(file), name);
  }

  /** llistxattr(2). The names, empty also where the file system has no attributes. */
  public static List<String> list(Path path) throws LinuxException {
    return list(Target.of(path));
  }

  /** The names of the attributes of a name in a directory. */
  public static List<String> list(Fd directory, String file) throws LinuxException {
    return list(Target.of(directory, file));
  }

  /** flistxattr(2). */
  public static List<String> list(Fd file) throws LinuxException {
    return list(Target.of(file));
  }

  /** lremovexattr(2). */
  public static void remove(Path path, String name) throws LinuxException {
    remove(Target.of(path), name);
  }

  /** Removes an attribute of a name in a directory. */
  public static void remove(Fd directory, String file, String name) throws LinuxException {
    remove(Target.of(directory, file), name);
  }

  /** fremovexattr(2). */
  public static void remove(Fd file, String name) throws LinuxException {
    remove(Target.of(file), name);
  }

  /** A file and whether its last link is followed, which only a path under /proc wants. */
  private record Target(Fd pin, String path, boolean follow) {
    static Target of(Path path) {
      return new Target(Fd.CWD, path.toString(), false);
    }

    static Target of(Fd directory, String file) throws LinuxException {
      boolean plain = directory == Fd.CWD || file.startsWith("/");
      return new Target(directory, plain ? file : directory.procPath() + "/" + file, false);
    }

    static Target of(Fd file) throws LinuxException {
      return new Target(file, file.procPath(), true);
    }

    Libc pick(Libc following, Libc not) {
      return follow ? following : not;
    }

    @Override
    public String toString() {
      return follow ? pin.toString() : path;
    }
  }

  private static void set(Target t, String name, byte[] value) throws LinuxException {
    Libc call = t.pick(Libc.SETXATTR, Libc.LSETXATTR);
    try (Frame f = new Frame()) {
      f.fd(t.pin);
      long from = f.bytes(value);
      call.check(t + " " + name, f.string(t.path), f.string(name), from, value.length, 0);
    }
  }

  private static void remove(Target t, String name) throws LinuxException {
    Libc call = t.pick(Libc.REMOVEXATTR, Libc.LREMOVEXATTR);
    try (Frame f = new Frame()) {
      f.fd(t.pin);
      call.check(t + " " + name, f.string(t.path), f.string(name));
    }
  }

  private static byte[] get(Target t, String name) throws LinuxException {
    try {
      return get(t, name, USUAL_SIZE);
    } catch (LinuxException e) {
      if (e.is(Errno.ENODATA, Errno.EOPNOTSUPP)) {
        return null;
      }
      if (e.is(Errno.ERANGE)) {
        return get(t, name, LARGEST_SIZE);
      }
      throw e;
    }
  }

  private static byte[] get(Target t, String name, int room) throws LinuxException {
    Libc call = t.pick(Libc.GETXATTR, Libc.LGETXATTR);
    try (Frame f = new Frame()) {
      f.fd(t.pin);
      long to = f.bytes(room);
      long size = call.check(t + " " + name, f.string(t.path), f.string(name), to, room);
      return Frame.getBytes(to, (int) size);
    }
  }

  private static List<String> list(Target t) throws LinuxException {
    try {
      return list(t, USUAL_SIZE);
    } catch (LinuxException e) {
      if (e.is(Errno.EOPNOTSUPP)) {
        return List.of();
      }
      if (e.is(Errno.ERANGE)) {
        return list(t, LARGEST_SIZE);
      }
      throw e;
    }
  }

  private static List<String> list(Target t, int room) throws LinuxException {
    Libc call = t.pick(Libc.LISTXATTR, Libc.LLISTXATTR);
    try (Frame f = new Frame()) {
      f.fd(t.pin);
      long names = f.bytes(room);
      long end = names + call.check(t, f.string(t.path), names, room);
      return split(names, end);
    }
  }

  private static List<String> split(long names, long end) {
    List<String> list = new ArrayList<>();
    for (long at = names; at < end; ) {
      String name = Frame.getString(at);
      list.add(name);
      at += FileName.encode(name).length + 1;
    }
    return list;
  }
}
