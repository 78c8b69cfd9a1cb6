package io.felucca.reaper;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The files that a reaper keeps beside its process; it writes them, record.c says how. */
record Folder(Path path) implements Remains {
  private static final List<String> FILES =
      List.of(
          "state", "exit", "control", "begun", "console", "pid", ".pid", "new", "stderr",
          "process");

  @Override
  public Optional<State> state() {
    return Leftover.read(path.resolve("state")).map(State::parse);
  }

  @Override
  public Optional<Ended> ended() {
    return Leftover.read(path.resolve("exit")).or(this::behindState).map(Folder::parseEnd);
  }

  /** Where there was no room for a file. */
  private Optional<String> behindState() {
    return Leftover.read(path.resolve("state")).flatMap(text -> text.lines().skip(1).findFirst());
  }

  private static Ended parseEnd(String text) {
    String[] fields = text.strip().split(" ");
    Instant at = Instant.ofEpochSecond(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    return new Ended(Integer.parseInt(fields[0]), at, true);
  }

  @Override
  public Path pidFile() {
    return path.resolve("pid");
  }

  /** The process that the OCI runtime has just named, if it has. */
  OptionalInt made() {
    return Leftover.number(pidFile());
  }

  Path control() {
    return path.resolve("control");
  }

  /** A FIFO by which a reaper tells that it has done what {@link Supervised#begin()} asks for. */
  Path begun() {
    return path.resolve("begun");
  }

  /** A FIFO by which the OCI runtime's command is told at last what to run. */
  Path process() {
    return path.resolve("process");
  }

  /** What an OCI runtime says that has no container's streams. */
  Path stderr() {
    return path.resolve("stderr");
  }

  @Override
  public void clear() {
    FILES.forEach(name -> Leftover.remove(path.resolve(name)));
  }
}
