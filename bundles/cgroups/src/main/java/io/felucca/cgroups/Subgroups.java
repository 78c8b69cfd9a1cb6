package io.felucca.cgroups;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The groups below a group. */
final class Subgroups {
  /** The kernel gives a group's files back a moment after its last process has ended. */
  private static final int ATTEMPTS = 10;

  private static final long FIRST_PAUSE_MS = 1;

  private Subgroups() {}

  /** A group and all below it, upper ones first; none where it is not there. */
  static List<Path> downward(Path folder) {
    List<Path> all = new ArrayList<>();
    add(folder, all);
    return all;
  }

  private static void add(Path folder, List<Path> all) {
    try (Stream<Path> inside = Files.list(folder)) {
      all.add(folder);
      inside.filter(Files::isDirectory).forEach(child -> add(child, all));
    } catch (IOException | java.io.UncheckedIOException e) {
      return; // gone meanwhile
    }
  }

  /** Removes a group and all below it. */
  static void remove(Path folder) {
    List<Path> upward = downward(folder);
    Collections.reverse(upward);
    upward.forEach(Subgroups::removeOne);
  }

  private static void removeOne(Path folder) {
    long pause = FIRST_PAUSE_MS;
    for (int attempt = 1; !tryRemove(folder, attempt == ATTEMPTS); attempt++) {
      Pauses.sleep(pause);
      pause *= 2;
    }
  }

  private static boolean tryRemove(Path folder, boolean last) {
    try {
      Files.delete(folder);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      if (last) {
        throw new Fault(Fault.Kind.UNAVAILABLE, "cgroup " + folder + " is not empty", e);
      }
      return false;
    }
  }
}
