package io.felucca.reaper;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The files that a reaper keeps beside its process; it writes them, record.c says how. */
record Folder(Path path) {
  private static final List<String> FILES =
      List.of("state", "exit", "control", "console", "pid", "new", "stderr");

  /**
   * Who is there.
   *
   * @param pid of the container's process; 0 while it is being made
   * @param started its start time
   * @param reaper the reaper's own number
   * @param reaperStarted its start time
   */
  record State(int pid, long started, int reaper, long reaperStarted) {
    private static State parse(String text) {
      String[] fields = text.strip().split(" ");
      return new State(
          Integer.parseInt(fields[0]),
          Long.parseLong(fields[1]),
          Integer.parseInt(fields[2]),
          Long.parseLong(fields[3]));
    }
  }

  /** Empty where no reaper has ever come so far. */
  Optional<State> state() {
    return read("state").map(State::parse);
  }

  /** Empty where the process runs, or its end was not recorded. */
  Optional<Ended> ended() {
    return read("exit").map(Folder::parseEnd);
  }

  private static Ended parseEnd(String text) {
    String[] fields = text.strip().split(" ");
    Instant at = Instant.ofEpochSecond(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    return new Ended(Integer.parseInt(fields[0]), at, true);
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(path.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Fault.io("read " + path.resolve(name), e);
    }
  }

  Path pidFile() {
    return path.resolve("pid");
  }

  Path control() {
    return path.resolve("control");
  }

  /** What an OCI runtime says that has no container's streams. */
  Path stderr() {
    return path.resolve("stderr");
  }

  /** Removes all that reapers leave; files of others stay. */
  void clear() {
    for (String name : FILES) {
      try {
        Files.deleteIfExists(path.resolve(name));
      } catch (IOException e) {
        throw Fault.io("remove " + path.resolve(name), e);
      }
    }
  }
}
