package io.felucca.runc;

import io.felucca.linux.Fd;
import io.felucca.linux.Processes;
import io.felucca.linux.SealedCopy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Programs of OCI runtimes, each copied once into memory that cannot be changed.
 *
 * <p>runc and crun protect themselves from containers that write to {@code /proc/self/exe}: each
 * create and exec first copies the whole program into a sealed memory file and starts that, which
 * takes a third of the time. One that is such a file already does not. A program that was replaced
 * meanwhile is copied anew; what is no program of the machine (a script), or cannot be copied, is
 * run as it is.
 */
public final class Binaries implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.runc");
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private final Map<Path, Copy> copies = new HashMap<>();
  private boolean closed;

  private record Version(Object inode, FileTime modified, long size) {
    static Version of(Path file) throws IOException {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(facts.fileKey(), facts.lastModifiedTime(), facts.size());
    }
  }

  /**
   * @param fd null where it is run as it is
   * @param before the copy of the version before, which a command may just be about to run
   */
  private record Copy(Version version, Fd fd, Fd before) {}

  /**
   * What to run for a program: a path of its copy, good while this is open, or its own name.
   *
   * @param binary name or path
   * @param searched folders in the form of {@code PATH}
   */
  String path(String binary, String searched) {
    Optional<Path> file = Lookup.find(binary, searched);
    return file.map(this::copied).orElse(binary);
  }

  private synchronized String copied(Path file) {
    if (closed) {
      return file.toString();
    }
    try {
      Fd fd = copy(file).fd();
      return fd == null ? file.toString() : "/proc/" + Processes.self() + "/fd/" + fd.value();
    } catch (IOException e) {
      return file.toString(); // running it will say why
    }
  }

  private Copy copy(Path file) throws IOException {
    Version version = Version.of(file);
    Copy known = copies.get(file);
    if (known != null && known.version().equals(version)) {
      return known;
    }
    if (known != null && known.before() != null) {
      known.before().close();
    }
    Copy copy = new Copy(version, seal(file), known == null ? null : known.fd());
    copies.put(file, copy);
    return copy;
  }

  private static Fd seal(Path file) {
    try {
      return isProgram(file) ? SealedCopy.of(file) : null;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "program not copied into memory path=" + file, e);
      return null;
    }
  }

  private static boolean isProgram(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Copy copy : copies.values()) {
      close(copy.fd());
      close(copy.before());
    }
    copies.clear();
  }

  private static void close(Fd fd) {
    if (fd != null) {
      fd.close();
    }
  }
}
