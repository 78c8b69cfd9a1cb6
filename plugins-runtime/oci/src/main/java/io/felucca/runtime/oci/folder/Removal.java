package io.felucca.runtime.oci.folder;

import io.felucca.api.Fault;
import io.felucca.linux.FileTree;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The removal of a folder, one step for whoever looks: it has a hidden name at once, and what is in
 * it goes afterwards. What a crash leaves of it is swept at the next start.
 *
 * @param hidden a name of its own, beside the folder
 */
public record Removal(Path hidden) {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  /** Takes the name away, which may be given anew; nothing where there is no such folder. */
  static Removal hide(Path folder) {
    Path hidden = folder.resolveSibling("." + folder.getFileName() + "." + System.nanoTime());
    try {
      Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return new Removal(hidden); // already gone
    } catch (IOException e) {
      throw Fault.io("removal of folder " + folder, e);
    }
    return new Removal(hidden);
  }

  static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** Removes what is left of it. */
  public void finish() {
    try {
      FileTree.delete(hidden);
    } catch (IOException e) {
      throw Fault.io("removal of folder " + hidden, e);
    }
  }

  /** The same where nobody waits for it. */
  public void finishQuietly() {
    try {
      finish();
    } catch (Fault e) {
      LOG.log(Level.WARNING, "not removed until the next start path=" + hidden, e);
    }
  }
}
