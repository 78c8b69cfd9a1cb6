package io.felucca.runc;

import io.felucca.api.Fault;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Spawn;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs an OCI runtime's commands to their end. */
final class RuncCommand {
  private final String name;
  private final List<String> start;
  private final Path log;
  private final Map<String, String> environment;
  private final Duration limit;

  /**
   * @param name the program as it is called in messages
   * @param start program and global options
   * @param log the log that these name; null for none
   * @param limit after which a command is killed
   */
  RuncCommand(
      String name, List<String> start, Path log, Map<String, String> environment, Duration limit) {
    this.name = name;
    this.start = start;
    this.log = log;
    this.environment = environment;
    this.limit = limit;
  }

  Run run(List<String> arguments) {
    return run(arguments, null);
  }

  /**
   * Runs it.
   *
   * @param input what it finds in its standard input; null for nothing
   */
  Run run(List<String> arguments, byte[] input) {
    Optional<String> obstacle = Lookup.obstacle(name, environment.getOrDefault("PATH", ""));
    if (obstacle.isPresent()) {
      return new Run(name, Run.NOT_RUN, "", obstacle.get(), "");
    }
    List<String> all = new ArrayList<>(start);
    all.addAll(arguments);
    RuncLog said = log == null ? null : RuncLog.from(log);
    Spawn.Result result = spawn(all, arguments.get(0), input);
    boolean failed = result.exitCode() != 0 && said != null;
    return new Run(
        name, result.exitCode(), result.output(), result.errors(), failed ? said.lastError() : "");
  }

  private Spawn.Result spawn(List<String> command, String what, byte[] input) {
    Spawn spawn = Spawn.command(command).environment(environment).newGroup();
    try {
      return (input == null ? spawn : spawn.input(input)).run(limit);
    } catch (InterruptedIOException e) {
      throw new Fault(Fault.Kind.CANCELLED, name + " " + what + " was interrupted", e);
    } catch (LinuxException e) {
      throw Fault.io(name + " " + what, e);
    } catch (IOException e) {
      throw late(what, e);
    }
  }

  private Fault late(String what, IOException e) {
    return new Fault(
        Fault.Kind.DEADLINE_EXCEEDED,
        String.format(
            "%s %s did not end within %d ms and was killed", name, what, limit.toMillis()),
        e);
  }
}
