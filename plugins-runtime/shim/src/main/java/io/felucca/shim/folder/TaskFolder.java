package io.felucca.shim.folder;

import io.felucca.api.Fault;
import io.felucca.linux.FileTree;
import io.felucca.linux.FolderLock;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * A task's bundle: {@code <state>/<namespace>/<id>} with {@code config.json}, {@code rootfs}, the
 * shim's {@code log} FIFO, {@code bootstrap.json}, {@code shim-binary-path} and {@code work}, a
 * link to a folder of the same name below {@code <root>}.
 *
 * @param id the task's
 */
public record TaskFolder(Path path, String namespace, String id) {
  private static final int ATTEMPTS = 20;
  private static final String WORK = "work";
  private static final String BINARY = "shim-binary-path";
  private static final String RUNTIME = "runtime-name";
  private static final String BOOTSTRAP = "bootstrap.json";

  /** The folder of a task, whether it is there or not. */
  public static TaskFolder at(Path state, String namespace, String id) {
    return new TaskFolder(state.resolve(namespace).resolve(id), namespace, id);
  }

  /**
   * Makes the folder itself, empty. ALREADY_EXISTS where there is one, which its task's creation or
   * removal may be using.
   */
  public void make() {
    try {
      makeAll(path.getParent());
      Files.createDirectory(path, mode("rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new Fault(Fault.Kind.ALREADY_EXISTS, "task " + id, e);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /**
   * Makes the folder and takes its lock. Until it is taken, whoever lists folders sees one without
   * a shim, as a crash leaves it, and may remove it; then it is made again.
   */
  public FolderLock makeLocked(Duration patience) {
    for (int i = 1; ; i++) {
      make();
      try {
        return Locks.take("task", path, patience);
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.NOT_FOUND || i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Fills a new folder: what the shim expects to find when it starts. */
  public void fill(Path root, byte[] spec) {
    try {
      UserMapping.open(path, spec);
      Files.createDirectory(rootfs(), mode("rwx--x--x"));
      Path work = root.resolve(namespace).resolve(id);
      makeAll(work.getParent());
      FileTree.delete(work);
      Files.createDirectory(work, mode("rwx--x--x"));
      Files.createSymbolicLink(path.resolve(WORK), work);
      Files.write(path.resolve("config.json"), spec);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  public Path rootfs() {
    return path.resolve("rootfs");
  }

  public Path log() {
    return path.resolve("log");
  }

  public boolean exists() {
    return Files.isDirectory(path);
  }

  /** Notes which runtime was asked for, and which program that is. */
  public void noteRuntime(String name, Path binary) {
    write(RUNTIME, name);
    write(BINARY, binary.toString());
  }

  /** The runtime's name; its program's where an older daemon has not noted it. */
  public String runtime() {
    return read(RUNTIME).or(this::binary).orElse("");
  }

  /** The shim's program. */
  public Optional<String> binary() {
    return read(BINARY);
  }

  public void noteSandbox(String sandbox) {
    write("sandbox", sandbox);
  }

  /** The sandbox that it belongs to, where that one's shim serves it. */
  public Optional<String> sandbox() {
    return read("sandbox");
  }

  public void noteEndpoint(Endpoint endpoint) {
    write(BOOTSTRAP, endpoint.toJson());
  }

  /** Where the shim is reached; empty where it had not been started yet. */
  public Optional<Endpoint> endpoint() {
    // shims of 1.6 leave their address themselves
    return read(BOOTSTRAP).map(Endpoint::parse).or(() -> read("address").map(Endpoint::ofAddress));
  }

  private Optional<String> read(String name) {
    try {
      String text = Files.readString(path.resolve(name)).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Fault.io("task file " + path.resolve(name), e);
    }
  }

  /** Whoever reads it sees all of it. Not synced: nothing here outlives a reboot. */
  private void write(String name, String text) {
    Path temporary = path.resolve("." + name);
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Fault.io("task file " + path.resolve(name), e);
    }
  }

  /**
   * Unmounts the root file system and removes the bundle and the work folder. What is mounted in
   * the way makes it fail, never vanish.
   */
  public void delete() {
    try {
      Optional<Path> work = workTarget();
      unmountRootfs();
      Files.deleteIfExists(rootfs());
      remove(path);
      if (work.isPresent()) {
        remove(work.get());
      }
    } catch (IOException e) {
      throw Fault.io("removal of task folder " + path, e);
    }
  }

  private Optional<Path> workTarget() throws IOException {
    Path link = path.resolve(WORK);
    return Files.isSymbolicLink(link)
        ? Optional.of(Files.readSymbolicLink(link))
        : Optional.empty();
  }

  /** A process that is still dying keeps its mounts busy: they go with it. */
  public void unmountRootfs() throws IOException {
    if (!Files.isDirectory(rootfs())) {
      return;
    }
    try {
      Mounts.unmountRecursive(rootfs(), 0);
    } catch (IOException e) {
      Mounts.unmountRecursive(rootfs(), MountFlags.MNT_DETACH);
    }
  }

  /** In one step for whoever looks: renamed to a hidden name first. */
  private static void remove(Path folder) throws IOException {
    Path hidden = folder.resolveSibling("." + folder.getFileName());
    try {
      FileTree.delete(hidden);
      Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
      FileTree.delete(hidden);
    } catch (NoSuchFileException e) {
      return; // already gone
    } catch (AtomicMoveNotSupportedException e) {
      FileTree.delete(folder);
    }
  }

  private static void makeAll(Path folder) throws IOException {
    Files.createDirectories(folder, mode("rwx--x--x"));
  }

  private static java.nio.file.attribute.FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
