package io.felucca.diff.apply;

import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.Attributes;
import io.felucca.linux.Errno;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times of directories, set when nothing is put into them any more. */
final class DirTimes {
  private static final long STRAIGHT =
      Open.RESOLVE_BENEATH | Open.RESOLVE_NO_SYMLINKS | Open.RESOLVE_NO_MAGICLINKS;

  private record Times(Instant accessed, Instant modified) {}

  private final Map<String, Times> times = new LinkedHashMap<>();

  void add(String path, TarEntry entry) {
    times.put(path, new Times(Restorer.accessed(entry), Restorer.modified(entry)));
  }

  void restore(Fd root) throws LinuxException {
    for (Map.Entry<String, Times> entry : times.entrySet()) {
      restore(root, entry.getKey(), entry.getValue());
    }
  }

  /** One that the layer itself has replaced is passed over. */
  private static void restore(Fd root, String path, Times times) throws LinuxException {
    int flags = Open.O_RDONLY | Open.O_DIRECTORY;
    try (Fd directory = Open.resolving(root, path, flags, 0, STRAIGHT)) {
      Attributes.times(directory, times.accessed, times.modified);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
        throw e;
      }
    }
  }
}
