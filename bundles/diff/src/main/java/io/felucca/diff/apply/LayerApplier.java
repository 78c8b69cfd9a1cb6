package io.felucca.diff.apply;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.diff.stream.LayerStream;
import io.felucca.diff.tar.TarEntry;
import io.felucca.diff.tar.TarReader;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Unpacks a layer's stream onto mounts. */
public final class LayerApplier {
  private final Path temp;

  /**
   * @param temp a folder for mounts that are needed meanwhile
   */
  public LayerApplier(Path temp) {
    this.temp = temp;
  }

  /**
   * Unpacks.
   *
   * @param stillWanted called before each member; throws when nobody waits any more
   * @return what the uncompressed stream is; its digest is the diff ID
   */
  public Descriptor apply(
      LayerStream stream, List<Mount> mounts, boolean syncFs, Runnable stillWanted) {
    try {
      Process process = Process.current();
      try (Target target = Target.of(mounts, temp, process)) {
        unpack(stream, target, process, stillWanted);
        Descriptor unpacked = stream.finish();
        if (syncFs) {
          target.root().syncFileSystem();
        }
        return unpacked;
      }
    } catch (IOException e) {
      throw Fault.io("unpack layer", e);
    } catch (StackOverflowError e) {
      throw new Fault(
          Fault.Kind.RESOURCE_EXHAUSTED, "unpack layer: directories nested too deeply", e);
    }
  }

  private static void unpack(
      LayerStream stream, Target target, Process process, Runnable stillWanted) throws IOException {
    TarReader tar = new TarReader(stream::next);
    LowerParents parents = new LowerParents(process, target.lowers());
    try (Tree tree = new Tree(target.root(), parents)) {
      Unpacker unpacker = new Unpacker(tar, tree, new Seen(), target, process);
      for (TarEntry entry; (entry = tar.next()) != null; ) {
        stillWanted.run();
        unpack(unpacker, entry);
      }
      unpacker.finish(target.root());
    } catch (Fault invalid) {
      throw explained(stream, invalid);
    }
  }

  private static void unpack(Unpacker unpacker, TarEntry entry) {
    try {
      unpacker.unpack(entry);
    } catch (IOException e) {
      throw Fault.io("unpack " + entry.name() + unknownOwner(entry, e), e);
    }
  }

  /** In a user namespace files cannot belong to whom it has no number for. */
  private static String unknownOwner(TarEntry entry, IOException e) {
    boolean unknown =
        e instanceof LinuxException chown
            && chown.call().startsWith("fchown")
            && chown.is(Errno.EINVAL);
    return unknown
        ? " of owner %d:%d, whom this user namespace lacks (see /etc/subuid and /etc/subgid)"
            .formatted(entry.uid(), entry.gid())
        : "";
  }

  /** That the content is damaged says more than what was found in it. */
  private static Fault explained(LayerStream stream, Fault invalid) {
    if (invalid.kind() == Fault.Kind.INVALID_ARGUMENT) {
      try {
        stream.finish();
      } catch (Fault damaged) {
        damaged.addSuppressed(invalid);
        return damaged;
      }
    }
    return invalid;
  }
}
