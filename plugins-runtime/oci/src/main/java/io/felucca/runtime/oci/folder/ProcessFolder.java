package io.felucca.runtime.oci.folder;

import io.felucca.api.Fault;
import io.felucca.linux.FileTree;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What is kept of one process: its marks, its supervisor's folder, the OCI runtime's log.
 *
 * @param run the supervisor's folder
 * @param record the file that is there as long as the process is known
 */
public record ProcessFolder(Path path, Path run, String record) {
  /** Whatever the OCI runtime writes about this process. */
  public Path log() {
    return path.resolve("log.json");
  }

  /** The OCI process of an exec. */
  public Path process() {
    return path.resolve("process.json");
  }

  /** What tells this process from a later one of the same ID; empty where there is none. */
  public String stamp() {
    try {
      Stat stat = Stat.ifExists(path.resolve(record));
      return stat == null ? "" : stat.ino() + "." + stat.modified();
    } catch (LinuxException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  public boolean has(Mark mark) {
    return Files.exists(path.resolve(mark.file()));
  }

  /** The same with a text, which a crash may leave out. */
  public void set(Mark mark, String text) {
    try {
      Files.writeString(path.resolve(mark.file()), text);
    } catch (NoSuchFileException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "task folder " + path, e);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /** The text of a mark; empty where it has none. */
  public String text(Mark mark) {
    return read(mark.file());
  }

  /** Nothing where it is set already. */
  public void set(Mark mark) {
    try {
      Files.createFile(path.resolve(mark.file()));
    } catch (FileAlreadyExistsException e) {
      return; // as it should be
    } catch (NoSuchFileException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "task folder " + path, e);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  public void clear(Mark mark) {
    try {
      Files.deleteIfExists(path.resolve(mark.file()));
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /** Clears one mark and sets another, in one step. */
  public void turn(Mark from, Mark to) {
    try {
      Files.move(
          path.resolve(from.file()), path.resolve(to.file()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new Fault(Fault.Kind.NOT_FOUND, "task folder " + path, e);
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /** Makes the supervisor's folder, empty. */
  public void makeRun() {
    try {
      if (Files.exists(run)) {
        FileTree.delete(run);
      }
      Files.createDirectory(run, TaskFolder.mode("rwx------"));
    } catch (IOException e) {
      throw Fault.io("task folder " + run, e);
    }
  }

  public void removeRun() {
    try {
      FileTree.delete(run);
    } catch (IOException e) {
      throw Fault.io("task folder " + run, e);
    }
  }

  /** Takes the folder of an exec away: from now on there is no such exec. */
  public Removal hide() {
    return Removal.hide(path);
  }

  /** The OCI process of an exec, as it came. */
  public byte[] readProcess() {
    try {
      return Files.readAllBytes(process());
    } catch (IOException e) {
      throw Fault.io("task folder " + path, e);
    }
  }

  /** The record; empty where there is none. */
  String readRecord() {
    return read(record);
  }

  private String read(String name) {
    try {
      return Files.readString(path.resolve(name));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw Fault.io("task file " + path.resolve(name), e);
    }
  }

  /** Whoever reads it sees all of it. Not synced: nothing here outlives a reboot. */
  void writeRecord(String text) {
    Path temporary = path.resolve("." + record);
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, path.resolve(record), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Fault.io("task file " + path.resolve(record), e);
    }
  }
}
