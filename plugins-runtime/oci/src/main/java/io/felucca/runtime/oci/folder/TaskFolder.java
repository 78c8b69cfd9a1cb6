package io.felucca.runtime.oci.folder;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.FileTree;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A task's folder, which is the OCI runtime's bundle too: {@code <state>/<namespace>/<id>} with
 * {@code config.json}, {@code rootfs}, {@code task.json}, {@code init} (the supervisor's folder of
 * the first process), marks, and {@code exec/<exec ID>} for each further process.
 *
 * @param id the task's
 */
public record TaskFolder(Path path, String namespace, String id) {
  private static final int UNMOUNTS = 100;
  private static final long PAUSE_MS = 10;

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
      Files.createDirectories(path.getParent(), mode("rwx--x--x"));
      Files.createDirectory(path, mode("rwx------"));
    } catch (FileAlreadyExistsException e) {
      throw new Fault(Fault.Kind.ALREADY_EXISTS, "task " + id, e);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /**
   * Fills a new folder.
   *
   * @param rootGroup what the container's group 0 is outside, which must be let in
   */
  public void fill(byte[] spec, TaskRecord record, int rootGroup) {
    try {
      if (rootGroup != 0) {
        Files.setAttribute(path, "unix:gid", rootGroup);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x---"));
      }
      Files.write(path.resolve("config.json"), spec);
      init().writeRecord(record.toJson());
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /** Empty where a crash came before it was written. */
  public Optional<TaskRecord> record() {
    String json = init().readRecord();
    return json.isEmpty() ? Optional.empty() : Optional.of(TaskRecord.parse(json));
  }

  public boolean exists() {
    return Files.isDirectory(path);
  }

  /** That of the first process, which has its marks beside the bundle's files. */
  public ProcessFolder init() {
    return new ProcessFolder(path, path.resolve("init"), "task.json");
  }

  /** That of an exec, whether it is there or not. */
  public ProcessFolder exec(String execId) {
    Path folder = path.resolve("exec").resolve(execId);
    return new ProcessFolder(folder, folder.resolve("run"), "exec.json");
  }

  /** Makes the folder of an exec, empty; ALREADY_EXISTS where its ID is taken. */
  public ProcessFolder makeExec(String execId) {
    ProcessFolder folder = exec(execId);
    try {
      Files.createDirectories(folder.path().getParent(), mode("rwx------"));
      Files.createDirectory(folder.path(), mode("rwx------"));
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw new Fault(Fault.Kind.ALREADY_EXISTS, "id " + execId, e);
    } catch (IOException e) {
      throw Fault.io("exec folder " + folder.path(), e);
    }
  }

  /** Fills the folder of an exec, which is there from then on. */
  public void fillExec(ProcessFolder folder, byte[] process, TaskIo io) {
    try {
      Files.write(folder.process(), process);
      folder.writeRecord(TaskRecord.json(io).toString());
    } catch (IOException e) {
      throw Fault.io("exec folder " + folder.path(), e);
    }
  }

  /** Where an exec reads and writes; empty where there is none, or not yet. */
  public Optional<TaskIo> execIo(String execId) {
    String json = exec(execId).readRecord();
    try {
      return json.isEmpty()
          ? Optional.empty()
          : Optional.of(TaskRecord.io(JsonParser.parseString(json).getAsJsonObject()));
    } catch (JsonParseException | IllegalStateException e) {
      throw Fault.invalid("exec's record cannot be read: %s", json);
    }
  }

  /** The IDs of the execs whose folders are there. */
  public List<String> execs() {
    return TaskFolders.names(path.resolve("exec"));
  }

  /** Removes the folder of an exec. */
  public static void removeExec(ProcessFolder folder) {
    remove(folder.path());
  }

  public Path rootfs() {
    return path.resolve("rootfs");
  }

  /** Where criu logs, unless options name another place. */
  public Path criuWork() {
    return path.resolve("criu-work");
  }

  /** Mounts what makes up the root file system; what is mounted when it fails is unmounted. */
  public void mountRootfs(List<Mount> mounts) {
    if (mounts.isEmpty()) {
      return; // the specification names a place of its own
    }
    try {
      Files.createDirectory(rootfs(), mode("rwx--x--x"));
      for (Mount mount : mounts) {
        Mounts.mount(mount.type(), mount.source(), target(mount), mount.options());
      }
    } catch (IOException e) {
      throw Fault.io("failed to mount rootfs component", e);
    } catch (IllegalArgumentException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, e.getMessage(), e);
    }
  }

  private Path target(Mount mount) {
    Path target = rootfs().resolve("./" + mount.target()).normalize();
    if (!target.startsWith(rootfs())) {
      throw Fault.invalid("mount target %s is outside of the root file system", mount.target());
    }
    return target;
  }

  /**
   * Unmounts the root file system with all below it. What a process that is still dying keeps busy
   * goes with that process.
   */
  public void unmountRootfs() {
    try {
      for (int i = 1; !isUnmounted(); i++) {
        if (i == UNMOUNTS) {
          throw new IOException("rootfs stays busy, mounted there: " + mounts());
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (IOException e) {
      throw Fault.io("removal of task folder " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    }
  }

  /**
   * Whether there is no mount any more, and no folder for one. Under load the kernel has been seen
   * to call a folder busy for a moment that nothing is mounted on.
   */
  private boolean isUnmounted() throws IOException {
    Mounts.unmountAll(rootfs(), MountFlags.MNT_DETACH | MountFlags.UMOUNT_NOFOLLOW);
    if (!isGone()) {
      Mounts.unmountRecursive(rootfs(), MountFlags.MNT_DETACH);
      return isGone();
    }
    return true;
  }

  private List<String> mounts() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> line.contains(rootfs().toString())).toList();
    }
  }

  /** False where something is mounted on it, or below it that is no part of it. */
  private boolean isGone() {
    try {
      Files.deleteIfExists(rootfs());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Unmounts the root file system and removes the folder. What is mounted in the way makes it fail,
   * never vanish.
   */
  public void delete() {
    unmountRootfs();
    remove(path);
  }

  /** In one step for whoever looks: renamed to a hidden name first. */
  private static void remove(Path folder) {
    Path hidden = folder.resolveSibling("." + folder.getFileName());
    try {
      FileTree.delete(hidden);
      Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
      FileTree.delete(hidden);
    } catch (NoSuchFileException e) {
      return; // already gone
    } catch (IOException e) {
      throw Fault.io("removal of task folder " + folder, e);
    }
  }

  static FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
