package io.felucca.oci.rootfs;

import io.felucca.api.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Folders laid over each other as overlayfs does it, the uppermost first. */
final class LayeredFiles implements RootFiles {
  /** As path_resolution(7) has it. */
  private static final int MOST_LINKS = 40;

  private static final int LARGEST = 10 << 20;

  /** The bits of a mode that tell what a file is: inode(7). */
  private static final int FORMAT = 0170000;

  private static final int CHARACTER_DEVICE = 0020000;

  private final List<Path> layers;
  private final Predicate<Path> opaque;

  LayeredFiles(List<Path> layers, Predicate<Path> opaque) {
    this.layers = List.copyOf(layers);
    this.opaque = opaque;
  }

  @Override
  public Optional<byte[]> read(String path) {
    try {
      requireLayers(path);
      Optional<Path> file = resolve(path);
      return file.isPresent() ? Optional.of(content(file.get(), path)) : Optional.empty();
    } catch (AccessDeniedException e) {
      throw new Fault(
          Fault.Kind.PERMISSION_DENIED,
          "not allowed to look for %s in the root file system: %s: name users and groups by number"
                  .formatted(path, e.getMessage())
              + ", or be root",
          e);
    } catch (IOException e) {
      throw Fault.io("cannot read " + path + " of the root file system in " + layers.get(0), e);
    }
  }

  /**
   * Where a folder is missing, this is not the machine, or not the mount namespace, of the daemon.
   */
  private void requireLayers(String path) throws IOException {
    for (Path layer : layers) {
      if (!exists(layer)) {
        throw Fault.precondition(
            "cannot look for %s in the root file system: its folder %s is not seen here: name users"
                + " and groups by number",
            path, layer);
      }
    }
  }

  /** As the platform's, but what may not be looked at is not taken for missing. */
  private static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static byte[] content(Path file, String path) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Fault.invalid("%s of the root file system is not a regular file: %s", path, file);
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw Fault.invalid(
            "%s of the root file system is larger than %d bytes: %s", path, LARGEST, file);
      }
      return bytes;
    }
  }

  /** Goes down component by component; what a link says is walked from where the link is. */
  private Optional<Path> resolve(String path) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(components(path));
    Deque<List<Path>> trail = new ArrayDeque<>(List.of(layers));
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        if (trail.size() > 1) {
          trail.pop();
        }
        continue;
      }
      List<Path> found = find(trail.peek(), name);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Path top = found.get(0);
      if (Files.isSymbolicLink(top)) {
        if (++links > MOST_LINKS) {
          throw Fault.invalid("too many symbolic links in %s of the root file system", path);
        }
        follow(Files.readSymbolicLink(top).toString(), ahead, trail);
      } else if (ahead.isEmpty()) {
        return Optional.of(top);
      } else if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
        trail.push(found);
      } else {
        return Optional.empty();
      }
    }
    throw Fault.invalid("%s of the root file system is a directory", path);
  }

  private static void follow(String target, Deque<String> ahead, Deque<List<Path>> trail) {
    if (target.startsWith("/")) {
      while (trail.size() > 1) {
        trail.pop();
      }
    }
    List<String> components = components(target);
    for (int i = components.size() - 1; i >= 0; i--) {
      ahead.push(components.get(i));
    }
  }

  private static List<String> components(String path) {
    List<String> components = new ArrayList<>();
    for (String component : path.split("/")) {
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    return components;
  }

  /** What a name is in these folders: one file or link, or the folders that are merged. */
  private List<Path> find(List<Path> folders, String name) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      Path path = folder.resolve(name);
      if (!exists(path)) {
        continue;
      }
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return found.isEmpty() && !isWhiteout(path) ? List.of(path) : found;
      }
      found.add(path);
      if (opaque.test(path)) {
        return found;
      }
    }
    return found;
  }

  /** A character device 0/0 says that lower layers have nothing of this name. */
  private static boolean isWhiteout(Path path) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    return ((int) stat.get("mode") & FORMAT) == CHARACTER_DEVICE && (long) stat.get("rdev") == 0;
  }
}
