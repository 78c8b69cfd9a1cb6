package io.felucca.client.stream;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A new folder with the FIFOs of one process, open to nobody but their maker. */
final class FifoFolder {
  private FifoFolder() {}

  /**
   * Makes FIFOs in a new folder.
   *
   * @param parent where the folder is made
   * @param owner stands in the folder's name
   * @param names of the FIFOs
   */
  static List<Path> make(Path parent, FifoOwner owner, List<String> names) {
    try {
      Files.createDirectories(parent);
      var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Path folder = Files.createTempDirectory(parent, owner.prefix(), mine);
      List<Path> fifos = names.stream().map(folder::resolve).toList();
      try {
        mkfifo(fifos);
      } catch (IOException | RuntimeException e) {
        remove(fifos);
        Files.deleteIfExists(folder);
        throw e;
      }
      return fifos;
    } catch (IOException e) {
      throw Fault.io("cannot make FIFOs in " + parent, e);
    }
  }

  private static void mkfifo(List<Path> fifos) throws IOException {
    List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "600", "--"));
    fifos.forEach(fifo -> command.add(fifo.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String complaint = new String(process.getInputStream().readAllBytes()).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(complaint);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted while making FIFOs", e);
    }
  }

  /** Removes FIFOs, and the folders that are empty then; what is no FIFO or gone is left. */
  static void remove(List<Path> fifos) {
    for (Path fifo : fifos) {
      try {
        if (Files.readAttributes(fifo, java.nio.file.attribute.BasicFileAttributes.class)
            .isOther()) {
          Files.delete(fifo);
        }
      } catch (IOException gone) {
        // somebody else has removed it
      }
    }
    fifos.stream().map(Path::getParent).distinct().forEach(FifoFolder::removeEmpty);
  }

  /** Removes a folder unless there is something in it. */
  static void removeEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException notEmpty) {
      // it is somebody else's, or used for others too
    }
  }
}
