package io.felucca.runtime.oci.folder;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A task's folder, which is the OCI runtime's bundle too: {@code <state>/<namespace>/<id>} with
 * {@code config.json}, {@code rootfs}, {@code task.json}, {@code init} (the supervisor's folder of
 * the first process), marks, and {@code exec/<exec ID>} for each further process.
 *
 * @param id the task's
 */
public record TaskFolder(Path path, String namespace, String id) {
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
    Path folder = execFolders().resolve(execId);
    return new ProcessFolder(folder, folder.resolve("run"), "exec.json");
  }

  /** Makes the folder of an exec, empty; ALREADY_EXISTS where its ID is taken. */
  public ProcessFolder makeExec(String execId) {
    ProcessFolder folder = exec(execId);
    try {
      makeFirst(folder.path().getParent());
      Files.createDirectory(folder.path(), mode("rwx------"));
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw new Fault(Fault.Kind.ALREADY_EXISTS, "id " + execId, e);
    } catch (IOException e) {
      throw Fault.io("exec folder " + folder.path(), e);
    }
  }

  private static void makeFirst(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
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
    return TaskFolders.names(execFolders());
  }

  /** Where they are; not there before the first. */
  Path execFolders() {
    return path.resolve("exec");
  }

  /** The bundle's root file system. */
  public RootFs rootfs() {
    return new RootFs(path.resolve("rootfs"));
  }

  /** Where criu logs, unless options name another place. */
  public Path criuWork() {
    return path.resolve("criu-work");
  }

  /**
   * Unmounts the root file system and removes the folder. What is mounted in the way makes it fail,
   * never vanish.
   */
  public void delete() {
    hide().finish();
  }

  /**
   * The same up to the point where there is no such task any more. Whoever tries again what failed
   * must finish this removal: by then the name may be another task's.
   */
  public Removal hide() {
    rootfs().unmount();
    return Removal.hide(path);
  }

  static FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
