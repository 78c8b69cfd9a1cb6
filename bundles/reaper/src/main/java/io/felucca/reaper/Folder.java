package io.felucca.reaper;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The files that a reaper keeps beside its process; it writes them, record.c says how. */
record Folder(Path path) implements Remains {
  private static final List<String> FILES =
      List.of("state", "exit", "control", "begun", "console", "pid", ".pid", "new", "stderr");

  @Override
  public Optional<State> state() {
    return Leftover.read(path.resolve("state")).map(State::parse);
  }

  @Override
  public Optional<Ended> ended() {
    return Leftover.read(path.resolve("exit")).map(Folder::parseEnd);
  }

  private static Ended parseEnd(String text) {
    String[] fields = text.strip().split(" ");
    Instant at = Instant.ofEpochSecond(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    return new Ended(Integer.parseInt(fields[0]), at, true);
  }

  Path pidFile() {
    return path.resolve("pid");
  }

  Path control() {
    return path.resolve("control");
  }

  /** A FIFO by which a reaper tells that it has done what {@link Supervised#begin()} asks for. */
  Path begun() {
    return path.resolve("begun");
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
