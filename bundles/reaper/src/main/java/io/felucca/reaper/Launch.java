package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param command the OCI runtime's program and its global options
 * @param options further options of the subcommand
 * @param id of the container
 * @param bundle of the container, for CREATE and RESTORE; else null
 * @param process file with the process in OCI form, for EXEC; else null
 * @param folder private to this process; exists, and is empty
 * @param environment the whole environment of the OCI runtime
 * @param logName for loggers
 */
public record Launch(
    Kind kind,
    List<String> command,
    List<String> options,
    String id,
    Path bundle,
    Path process,
    Path folder,
    TaskIo io,
    IoOwner owner,
    Map<String, String> environment,
    LogName logName) {

  /** Which subcommand makes the process. */
  public enum Kind {
    CREATE,
    RESTORE,
    EXEC
  }

  public Launch {
    command = List.copyOf(command);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /** Whether the writing end of standard input is not held before {@link Supervised#begin()}. */
  boolean isInputHeldLater() {
    return kind == Kind.CREATE && !io.terminal() && !io.stdin().isEmpty();
  }

  /** The OCI runtime's subcommand. */
  String subcommand() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The same with another process file. */
  Launch withProcess(Path file) {
    return new Launch(
        kind, command, options, id, bundle, file, folder, io, owner, environment, logName);
  }

  /** The same without a namespace for loggers. */
  public Launch(
      Kind kind,
      List<String> command,
      List<String> options,
      String id,
      Path bundle,
      Path process,
      Path folder,
      TaskIo io,
      IoOwner owner,
      Map<String, String> environment) {
    this(
        kind,
        command,
        options,
        id,
        bundle,
        process,
        folder,
        io,
        owner,
        environment,
        new LogName("", id));
  }
}
