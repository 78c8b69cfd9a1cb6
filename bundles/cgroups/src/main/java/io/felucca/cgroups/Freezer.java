package io.felucca.cgroups;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Stops and continues all processes of a group. */
final class Freezer {
  /** So often it is looked whether the kernel has finished, a millisecond apart. */
  private static final int ATTEMPTS = 500;

  private final Path folder;
  private final boolean unified;

  private Freezer(Path folder, boolean unified) {
    this.folder = folder;
    this.unified = unified;
  }

  /** Empty where the group cannot be frozen. */
  static Optional<Freezer> of(Cgroup group) {
    return group.folder("freezer").map(folder -> new Freezer(folder, group.isUnified()));
  }

  /** On version 1 processes that fork meanwhile escape for a moment: it is asked for again. */
  void freeze() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!write(unified ? "1" : "FROZEN") || isFrozen()) {
        return;
      }
      Pauses.sleep(1);
    }
    thaw();
    throw Fault.unavailable("cgroup %s cannot be frozen", folder);
  }

  void thaw() {
    write(unified ? "0" : "THAWED");
  }

  boolean isFrozen() {
    return unified
        ? StatFile.of(folder, "cgroup.events").values().getOrDefault("frozen", 0L) == 1
        : StatFile.of(folder, "freezer.state").text().strip().equals("FROZEN");
  }

  /** False where the group has gone. */
  private boolean write(String state) {
    Path file = folder.resolve(unified ? "cgroup.freeze" : "freezer.state");
    try {
      Files.write(file, state.getBytes(), java.nio.file.StandardOpenOption.WRITE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw Fault.io(file.toString(), e);
    }
  }
}
