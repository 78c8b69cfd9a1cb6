package io.felucca.shim.launch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.linux.FileName;
import io.felucca.linux.Spawn;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.log.LogLine;
import io.felucca.shim.wire.Values;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.RuntimeDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of a shim's program.
 *
 * @param path of the program
 * @param daemon what it is told about the daemon
 * @param settings what the configuration adds
 */
public record ShimProgram(Path path, Daemon daemon, ShimSettings settings) {
  private static final System.Logger LOG = System.getLogger("io.felucca.shim");
  private static final Duration QUICK = Duration.ofSeconds(10);

  /** What the program did not like: its exit status, and what it said. */
  record Refusal(int exitCode, String text) {}

  static boolean debug() {
    return LOG.isLoggable(System.Logger.Level.DEBUG);
  }

  /** Runs {@code start} in the bundle and returns the raw answer, or why there is none. */
  Object start(TaskFolder folder, byte[] input, Duration limit) throws IOException {
    Spawn.Result result =
        run(command(folder, false, "start"), folder.namespace(), folder.path(), input, limit);
    return result.exitCode() == 0
        ? FileName.encode(result.output())
        : new Refusal(result.exitCode(), text(result));
  }

  /**
   * Runs {@code delete} in the bundle: ends and removes what a dead shim has left.
   *
   * @return how the task ended, as the program knows it
   */
  public DeleteResponse delete(TaskFolder folder, Duration limit) {
    try {
      Spawn.Result result =
          run(command(folder, true, "delete"), folder.namespace(), folder.path(), null, limit);
      if (result.exitCode() != 0) {
        throw Fault.of(
            Fault.Kind.UNKNOWN,
            "%s delete: %s: exit status %d",
            path,
            text(result),
            result.exitCode());
      }
      warnings(folder, result.errors());
      return DeleteResponse.parseFrom(FileName.encode(result.output()));
    } catch (InvalidProtocolBufferException e) {
      throw new Fault(Fault.Kind.INTERNAL, path + " delete: unreadable answer", e);
    } catch (IOException e) {
      throw Fault.io(path + " delete", e);
    }
  }

  private static void warnings(TaskFolder folder, String errors) {
    for (String line : errors.split("\n")) {
      if (!line.isBlank()) {
        LogLine read = LogLine.read(line, Map.of("id", folder.id()));
        LOG.log(System.Logger.Level.WARNING, "shim delete: " + read.text());
      }
    }
  }

  /** Runs {@code -info}; UNIMPLEMENTED where the program does not know it (before 2.0). */
  public RuntimeDescription describe(TypedValue options) {
    byte[] input = options == null ? null : Values.any(options).toByteArray();
    try {
      Spawn.Result result = run(List.of(path.toString(), "-info"), "", null, input, QUICK);
      if (result.exitCode() != 0) {
        throw Fault.unimplemented(
            "%s -info: %s: exit status %d", path, text(result), result.exitCode());
      }
      return RuntimeDescription.parseFrom(FileName.encode(result.output()));
    } catch (InvalidProtocolBufferException e) {
      throw Fault.unimplemented("%s -info: unreadable answer", path);
    } catch (IOException e) {
      throw Fault.io(path + " -info", e);
    }
  }

  private List<String> command(TaskFolder folder, boolean nameBundle, String action) {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(List.of("-namespace", folder.namespace()));
    command.addAll(List.of("-address", daemon.address()));
    command.addAll(List.of("-publish-binary", daemon.binary()));
    command.addAll(List.of("-id", folder.id()));
    if (nameBundle) {
      command.addAll(List.of("-bundle", folder.path().toString()));
    }
    if (debug()) {
      command.add("-debug");
    }
    command.add(action);
    return command;
  }

  private Spawn.Result run(
      List<String> command, String namespace, Path directory, byte[] input, Duration limit)
      throws IOException {
    Map<String, String> environment =
        ShimEnvironment.of(System.getenv(), daemon, namespace, settings.env());
    Spawn spawn = Spawn.command(command).environment(environment).newGroup();
    if (directory != null) {
      spawn.directory(directory);
    }
    if (input != null) {
      spawn.input(input);
    }
    return spawn.run(limit);
  }

  private static String text(Spawn.Result result) {
    return (result.errors() + result.output()).strip();
  }
}
