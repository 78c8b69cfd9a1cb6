package io.felucca.shim.launch;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.launch.ShimProgram.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts shims, whatever they want to read.
 *
 * <p>A program does not say which input it takes, and refuses the wrong one. So the first start of
 * a program tries both, and what worked is remembered for that very file.
 */
public final class Launcher {
  /** A file and the moment it was written: another file has other habits. */
  private record Build(Path path, FileTime written, long size, Object key) {
    static Build of(Path path) throws IOException {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Build(path, now.lastModifiedTime(), now.size(), now.fileKey());
    }
  }

  private final Map<Build, StartInput> habits = new ConcurrentHashMap<>();

  /**
   * Starts a shim for a bundle, or finds that one which runs serves it too: that is the shim's own
   * choice.
   *
   * @param options null for none
   */
  public Endpoint start(
      ShimProgram program, TaskFolder folder, TypedValue options, Duration limit) {
    try {
      Build build = Build.of(program.path());
      List<Refusal> refusals = new ArrayList<>();
      for (StartInput input : inputs(build)) {
        String sockets = program.settings().socketDir();
        byte[] bytes = input.of(folder, options, program.daemon(), sockets);
        Object answer = program.start(folder, bytes, limit);
        if (answer instanceof byte[] output) {
          habits.put(build, input);
          return StartAnswer.read(output);
        }
        refusals.add((Refusal) answer);
      }
      throw refused(program, refusals);
    } catch (IOException e) {
      throw Fault.io("start of shim " + program.path(), e);
    }
  }

  private List<StartInput> inputs(Build build) {
    StartInput known = habits.get(build);
    return known == null ? List.of(StartInput.values()) : List.of(known);
  }

  /** Both refused: the words that are the same are said once. */
  private static Fault refused(ShimProgram program, List<Refusal> refusals) {
    List<String> texts = refusals.stream().map(Refusal::text).distinct().toList();
    int code = refusals.get(refusals.size() - 1).exitCode();
    return Fault.of(
        Fault.Kind.UNKNOWN,
        "shim %s refused to start: %s: exit status %d",
        program.path(),
        String.join("; ", texts),
        code);
  }
}
