package io.felucca.diff.apply;

import io.felucca.api.Fault;
import io.felucca.diff.tar.TarEntry;
import io.felucca.diff.tar.TarReader;
import io.felucca.linux.At;
import io.felucca.linux.Device;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.io.IOException;

/**
 * Unpacks one archive below a root, member by member.
 *
 * <p>A member replaces what has its name, but a directory goes into a directory that is there.
 */
final class Unpacker {
  private static final long MAX_DEVICE = 0xffffffffL;

  private final Tree tree;
  private final Seen seen;
  private final Whiteouts whiteouts;
  private final Restorer restorer;
  private final FileMaker files;
  private final HardLinks links;
  private final DirTimes dirTimes = new DirTimes();
  private final boolean devices;
  private Dir marked;

  Unpacker(TarReader tar, Tree tree, Seen seen, Target target, Process process) {
    this.tree = tree;
    this.seen = seen;
    this.whiteouts = target.whiteouts(tree, seen);
    this.restorer = new Restorer(process, target.overlayInUserXattrs());
    this.files = new FileMaker(tar, restorer);
    this.links = new HardLinks(tree, new CopyUp(tree, target.lowers()));
    this.devices = !process.inUserNamespace();
  }

  /** Unpacks the present member. */
  void unpack(TarEntry entry) throws IOException {
    String path = Names.clean(entry.name());
    if (path.isEmpty() || Names.isAufs(path)) {
      return;
    }
    Names.checkLength(path);
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    Dir parent = tree.directory(slash < 0 ? "" : path.substring(0, slash));
    if (name.equals(Names.OPAQUE)) {
      whiteouts.opaque(parent);
    } else if (name.startsWith(Names.WHITEOUT)) {
      whiteouts.remove(parent, Names.hidden(name), entry);
    } else {
      make(parent, name, path, entry);
    }
  }

  private void make(Dir parent, String name, String path, TarEntry entry) throws IOException {
    Names.checkLength(parent.child(name));
    mark(parent, name);
    switch (entry.type()) {
      case TarEntry.FILE -> replacing(parent, name, () -> files.make(parent, name, entry));
      case TarEntry.DIRECTORY -> directory(parent, name, path, entry);
      case TarEntry.SYMLINK -> symlink(parent, name, entry);
      case TarEntry.HARD_LINK -> hardLink(parent, name, entry);
      case TarEntry.FIFO -> node(parent, name, entry, Stat.S_IFIFO);
      case TarEntry.CHARACTER_DEVICE -> device(parent, name, entry, Stat.S_IFCHR);
      case TarEntry.BLOCK_DEVICE -> device(parent, name, entry, Stat.S_IFBLK);
      default ->
          throw Fault.invalid("invalid layer: %s is of type '%c'", entry.name(), entry.type());
    }
  }

  /** The directories on the way belong to the layer too. */
  private void mark(Dir parent, String name) {
    seen.add(parent.child(name));
    if (parent == marked) {
      return;
    }
    marked = parent;
    String path = parent.path();
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      seen.add(path.substring(0, end));
    }
  }

  @FunctionalInterface
  private interface Making {
    void make() throws IOException;
  }

  /** Makes it at once; where the name is taken, removes what has it and makes it then. */
  private void replacing(Dir parent, String name, Making making) throws IOException {
    try {
      making.make();
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      removeOld(parent, name);
      making.make();
    }
  }

  private void removeOld(Dir parent, String name) throws IOException {
    Stat old = Stat.at(parent.fd(), name);
    new Remover(path -> false).remove(parent.fd(), name, old.isDirectory(), "");
    if (old.isDirectory() || old.isSymlink()) {
      tree.forgetAllBut(parent);
    }
  }

  private void directory(Dir parent, String name, String path, TarEntry entry) throws IOException {
    boolean hid = !makeDirectory(parent, name);
    Fd fd = Open.at(parent.fd(), name, Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW, 0);
    try {
      restorer.directory(fd, entry);
    } catch (IOException | RuntimeException e) {
      fd.close();
      throw e;
    }
    Dir made = tree.keep(path, Dir.of(fd, parent.child(name)));
    if (hid) {
      whiteouts.replaced(made);
    }
    dirTimes.add(made.path(), entry);
  }

  /** False where it took the place of a whiteout. */
  private boolean makeDirectory(Dir parent, String name) throws IOException {
    try {
      At.mkdir(parent.fd(), name, 0700);
      return true;
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    Stat old = Stat.at(parent.fd(), name);
    if (!old.isDirectory()) {
      removeOld(parent, name);
      At.mkdir(parent.fd(), name, 0700);
    }
    return !old.isWhiteout();
  }

  private void symlink(Dir parent, String name, TarEntry entry) throws IOException {
    replacing(parent, name, () -> At.symlink(entry.link(), parent.fd(), name));
    restorer.named(parent, name, entry);
  }

  private void hardLink(Dir parent, String name, TarEntry entry) throws IOException {
    links.make(parent, name, entry, this::removeOld);
    restorer.named(parent, name, entry);
  }

  private void device(Dir parent, String name, TarEntry entry, int kind) throws IOException {
    boolean valid =
        entry.major() >= 0
            && entry.major() <= MAX_DEVICE
            && entry.minor() >= 0
            && entry.minor() <= MAX_DEVICE;
    if (!valid) {
      throw Fault.invalid(
          "invalid layer: device number %d:%d of %s out of range",
          entry.major(), entry.minor(), entry.name());
    }
    if (devices) {
      node(parent, name, entry, kind);
    }
  }

  private void node(Dir parent, String name, TarEntry entry, int kind) throws IOException {
    long device = kind == Stat.S_IFIFO ? 0 : Device.of(entry.major(), entry.minor());
    replacing(parent, name, () -> At.mknod(parent.fd(), name, kind | entry.mode(), device));
    restorer.named(parent, name, entry);
  }

  /** All is in its place: now times of directories hold. */
  void finish(Fd root) throws IOException {
    dirTimes.restore(root);
  }
}
