package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The files of a conmon(8): the container's and its own number, the exit status; in the bundle
 * those of a terminal.
 *
 * @param path the process's folder
 * @param id of the container, which names the exit file
 * @param bundle what conmon takes for the bundle: an exec's is its own folder
 */
record ConmonFolder(Path path, String id, Path bundle) implements Remains {
  private static final String MARK = "conmon";
  private static final List<String> FILES =
      List.of("state", "pid", ".pid", "conmon.pid", "exits", "new", MARK);
  private static final List<String> BUNDLE_FILES = List.of("attach", "ctl", "winsz", "oom");

  static ConmonFolder of(Launch launch) {
    boolean exec = launch.kind() == Launch.Kind.EXEC;
    return new ConmonFolder(launch.folder(), launch.id(), exec ? launch.folder() : launch.bundle());
  }

  /** Empty where no conmon was ever to be started. */
  static Optional<ConmonFolder> find(Path path) {
    return Leftover.read(path.resolve(MARK))
        .map(text -> text.split("\n"))
        .map(lines -> new ConmonFolder(path, lines[0], Path.of(lines[1])));
  }

  /** Says whose folder this is, before anything is started. */
  void mark() throws IOException {
    Files.createDirectories(exits());
    Leftover.write(path.resolve(MARK), id + "\n" + bundle + "\n");
  }

  Path exits() {
    return path.resolve("exits");
  }

  @Override
  public Path pidFile() {
    return path.resolve("pid");
  }

  Path ownPidFile() {
    return path.resolve("conmon.pid");
  }

  /** Noted once both are known; a daemon that was killed before leaves that to the next. */
  @Override
  public Optional<State> state() {
    Optional<State> noted = Leftover.read(path.resolve("state")).map(State::parse);
    OptionalInt conmon = Leftover.number(ownPidFile());
    return noted.isPresent() || conmon.isEmpty() ? noted : Optional.of(look(conmon.getAsInt()));
  }

  private State look(int conmon) {
    int pid = Leftover.number(pidFile()).orElse(0);
    return new State(pid, started(pid), conmon, started(conmon));
  }

  /** Start time; 0 where there is no such process any more. */
  static long started(int pid) {
    try {
      return pid == 0 ? 0 : Processes.startTime(pid);
    } catch (LinuxException e) {
      return 0;
    }
  }

  void note(State state) {
    Leftover.write(path.resolve("new"), state.toString());
    try {
      Files.move(
          path.resolve("new"),
          path.resolve("state"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Fault.io("note " + path.resolve("state"), e);
    }
  }

  @Override
  public Optional<Ended> ended() {
    Path file = exits().resolve(id);
    return Leftover.read(file).map(text -> ended(file, text));
  }

  private static Ended ended(Path file, String text) {
    Instant at;
    try {
      at = Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      at = Instant.now();
    }
    return new Ended(Integer.parseInt(text.strip()), at, true);
  }

  @Override
  public void clear() {
    Leftover.remove(exits().resolve(id));
    BUNDLE_FILES.forEach(name -> Leftover.remove(bundle.resolve(name)));
    FILES.forEach(name -> Leftover.remove(path.resolve(name)));
  }
}
