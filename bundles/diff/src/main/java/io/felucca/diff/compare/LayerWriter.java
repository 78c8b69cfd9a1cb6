package io.felucca.diff.compare;

import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_NONBLOCK;
import static io.felucca.linux.Open.O_PATH;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.api.Fault;
import io.felucca.diff.stream.LayerOutput;
import io.felucca.diff.tar.TarWriter;
import io.felucca.linux.Fd;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes changes as a layer: directories above a change are in it too, removals are whiteouts, and
 * names of one file are hard links (OCI image spec, "Image Layer Filesystem Changeset").
 */
final class LayerWriter implements Changes {
  private static final String WHITEOUT = ".wh.";
  private static final long STRAIGHT =
      Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS | Open.RESOLVE_NO_MAGICLINKS;

  private record Inode(long device, long number) {
    static Inode of(Stat stat) {
      return new Inode(stat.dev(), stat.ino());
    }
  }

  private final LayerOutput out;
  private final TarWriter tar;
  private final Fd upper;
  private final Entries entries;
  private final Set<String> written = new HashSet<>();
  private final Map<Inode, String> firstNames = new HashMap<>();
  private final Map<Inode, List<String>> unchangedNames = new HashMap<>();

  LayerWriter(LayerOutput out, Fd upper, Entries entries) {
    this.out = out;
    this.tar = new TarWriter(out::put);
    this.upper = upper;
    this.entries = entries;
  }

  @Override
  public void changed(String path, Node now) throws IOException {
    writeParents(path);
    if (now.stat().isDirectory()) {
      written.add(path);
      tar.header(entries.directory(path, now));
    } else if (now.stat().nlink() > 1) {
      writeLinked(path, now);
    } else {
      writeWhole(path, now);
    }
  }

  /** The first name that is written has the content, the others are links to it. */
  private void writeLinked(String path, Node now) throws IOException {
    Inode inode = Inode.of(now.stat());
    String first = firstNames.putIfAbsent(inode, path);
    if (first != null) {
      tar.header(entries.link(path, first, now));
      return;
    }
    writeWhole(path, now);
    List<String> others = unchangedNames.remove(inode);
    if (others != null) {
      for (String other : others) {
        writeParents(other);
        tar.header(entries.link(other, path, now));
      }
    }
  }

  /** Of importance only if another name of the same file is written, before or later. */
  @Override
  public void unchanged(String path, Node now) throws IOException {
    Inode inode = Inode.of(now.stat());
    String first = firstNames.get(inode);
    if (first == null) {
      unchangedNames.computeIfAbsent(inode, i -> new ArrayList<>()).add(path);
    } else {
      writeParents(path);
      tar.header(entries.link(path, first, now));
    }
  }

  @Override
  public void removed(String path) throws IOException {
    writeParents(path);
    int name = path.lastIndexOf('/') + 1;
    tar.header(entries.whiteout(path.substring(0, name) + WHITEOUT + path.substring(name)));
  }

  private void writeParents(String path) throws IOException {
    for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      String parent = path.substring(0, end);
      if (written.add(parent)) {
        writeParent(parent);
      }
    }
  }

  private void writeParent(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    String above = slash < 0 ? "." : path.substring(0, slash);
    try (Fd folder = Open.resolving(upper, above, O_PATH | Open.O_DIRECTORY, 0, STRAIGHT)) {
      String name = path.substring(slash + 1);
      tar.header(entries.directory(path, new Node(folder, name, Stat.at(folder, name))));
    }
  }

  private void writeWhole(String path, Node now) throws IOException {
    if (!now.stat().isRegular()) {
      tar.header(entries.special(path, now));
      return;
    }
    try (Fd file = Open.at(now.folder(), now.name(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0)) {
      Stat stat = Stat.of(file);
      if (!stat.isRegular()) {
        throw Fault.unavailable("%s was replaced while the layer was made", path);
      }
      tar.header(entries.file(path, new Node(now.folder(), now.name(), stat)));
      copy(path, file, stat.size());
      tar.pad(stat.size());
    }
  }

  private void copy(String path, Fd file, long size) throws IOException {
    for (long left = size; left > 0; ) {
      ByteBuffer room = out.room();
      int end = room.limit();
      room.limit((int) Math.min(end, room.position() + left));
      int count = file.read(room);
      room.limit(end);
      if (count <= 0) {
        throw Fault.unavailable(
            "%s became shorter while the layer was made: %d of %d bytes", path, size - left, size);
      }
      left -= count;
    }
  }

  void finish() {
    tar.finish();
  }
}
