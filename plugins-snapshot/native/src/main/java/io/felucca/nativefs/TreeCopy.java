package io.felucca.nativefs;

import io.felucca.linux.At;
import io.felucca.linux.Attributes;
import io.felucca.linux.Directory;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.FileData;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import io.felucca.linux.Xattrs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a folder with everything a file system can hold: owners, modes, times, attributes, hard
 * links, devices, holes.
 */
final class TreeCopy {
  private record Inode(long device, long number) {}

  private static final int FOLDER =
      Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW | Open.O_CLOEXEC;
  private static final int SOURCE = Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_CLOEXEC;
  private static final int TARGET =
      Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL | Open.O_NOFOLLOW | Open.O_CLOEXEC;
  private static final int PERMISSIONS = 07777;

  /** Copies of files with several names: the later names become links to the first. */
  private final Map<Inode, Fd> linked = new HashMap<>();

  private TreeCopy() {}

  /** Copies the content and the attributes of {@code from} into the empty folder {@code to}. */
  static void copy(Path from, Path to) throws LinuxException {
    TreeCopy copy = new TreeCopy();
    try (Fd source = Open.directory(from);
        Fd target = Open.directory(to)) {
      copy.folder(source, target);
      copy.attributes(source, Stat.of(source), target);
    } finally {
      copy.linked.values().forEach(Fd::close);
    }
  }

  private void folder(Fd source, Fd target) throws LinuxException {
    for (Directory.Entry entry : Directory.list(source)) {
      Stat stat = Stat.at(source, entry.name());
      if (!link(stat, target, entry.name())) {
        entry(source, target, entry.name(), stat);
      }
    }
  }

  private boolean link(Stat stat, Fd target, String name) throws LinuxException {
    Fd first = stat.isDirectory() ? null : linked.get(new Inode(stat.dev(), stat.ino()));
    if (first == null) {
      return false;
    }
    At.link(first, target, name);
    return true;
  }

  private void entry(Fd source, Fd target, String name, Stat stat) throws LinuxException {
    if (stat.isDirectory()) {
      directory(source, target, name, stat);
    } else if (stat.isRegular()) {
      file(source, target, name, stat);
    } else {
      special(source, target, name, stat);
    }
    if (!stat.isDirectory() && stat.nlink() > 1) {
      linked.put(
          new Inode(stat.dev(), stat.ino()),
          Open.at(target, name, Open.O_PATH | Open.O_NOFOLLOW | Open.O_CLOEXEC, 0));
    }
  }

  private void directory(Fd source, Fd target, String name, Stat stat) throws LinuxException {
    At.mkdir(target, name, 0700);
    try (Fd from = Open.at(source, name, FOLDER, 0);
        Fd to = Open.at(target, name, FOLDER, 0)) {
      folder(from, to);
      attributes(from, stat, to);
    }
  }

  private void file(Fd source, Fd target, String name, Stat stat) throws LinuxException {
    try (Fd from = Open.at(source, name, SOURCE, 0);
        Fd to = Open.at(target, name, TARGET, 0600)) {
      FileData.copy(from, to);
      attributes(from, stat, to);
    }
  }

  private static void special(Fd source, Fd target, String name, Stat stat) throws LinuxException {
    if (stat.isSymlink()) {
      At.symlink(At.readlink(source, name), target, name);
    } else {
      At.mknod(target, name, stat.mode(), stat.rdev());
    }
    Attributes.chown(target, name, stat.uid(), stat.gid());
    for (String attribute : Xattrs.list(source, name)) {
      tolerant(
          attribute,
          () -> Xattrs.set(target, name, attribute, Xattrs.get(source, name, attribute)));
    }
    if (!stat.isSymlink()) {
      Attributes.chmod(target, name, stat.permissions() & PERMISSIONS);
    }
    Attributes.times(target, name, stat.accessed(), stat.modified());
  }

  /** The mode after the owner, because a change of owner takes set-ID bits away; the times last. */
  private void attributes(Fd from, Stat stat, Fd to) throws LinuxException {
    Attributes.chown(to, stat.uid(), stat.gid());
    Attributes.chmod(to, stat.permissions() & PERMISSIONS);
    for (String attribute : Xattrs.list(from)) {
      tolerant(attribute, () -> Xattrs.set(to, attribute, Xattrs.get(from, attribute)));
    }
    Attributes.times(to, stat.accessed(), stat.modified());
  }

  private interface Setting {
    void run() throws LinuxException;
  }

  /** Security modules keep some attributes to themselves; those are not ours to copy. */
  private static void tolerant(String attribute, Setting setting) throws LinuxException {
    try {
      setting.run();
    } catch (LinuxException e) {
      boolean notOurs =
          attribute.startsWith("security.") && !attribute.equals("security.capability");
      if (!e.is(Errno.EOPNOTSUPP, Errno.ENODATA) && !(notOurs && e.is(Errno.EPERM, Errno.EACCES))) {
        throw e;
      }
    }
  }
}
