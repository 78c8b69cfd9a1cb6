package io.felucca.registry;

import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.toml.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The daemon's own folders, with the modes that containerd gives them. */
final class Folders {
  private static final String TEMP = "java.io.tmpdir";
  private static final String USUAL = System.getProperty(TEMP);

  private Folders() {}

  /** Makes those that are missing; where there is a folder for temporary files, uses it. */
  static void prepare(DaemonConfig config) {
    make(config.root(), "rwx------");
    make(config.state(), "rwx--x--x");
    Item temp = config.table().get("temp");
    if (!temp.isZero()) {
      make(Path.of((String) temp.value()), "rwx------");
    }
    System.setProperty(TEMP, temp.isZero() ? USUAL : (String) temp.value());
  }

  private static void make(Path folder, String mode) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        // after the fact, so that no umask takes anything away
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      }
    } catch (IOException e) {
      throw new BootFailure("cannot make the folder " + folder + ": " + e);
    }
  }
}
