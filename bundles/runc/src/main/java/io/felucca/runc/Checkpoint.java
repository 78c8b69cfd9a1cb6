package io.felucca.runc;

import io.felucca.api.Fault;
import io.felucca.wire.options.CheckpointOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checkpoints by criu through the OCI runtime. */
final class Checkpoint {
  private static final String LOG = "dump.log";

  private final CheckpointOptions options;
  private final Path image;
  private final Path work;

  Checkpoint(CheckpointOptions options, Path image, Path work) {
    this.options = options;
    this.image = image;
    this.work = work;
  }

  /**
   * Has it written.
   *
   * @param log beside which criu's log is kept after a failure
   */
  void run(OciRuntime runtime, String id, Path log) {
    makeFolders();
    OuterFiles outer = OuterFiles.of(pid(runtime, id), runtime.ps(id));
    Map<String, String> environment = CriuConfig.add(runtime.environment(), outer.external(), work);
    Run run = runtime.runner(environment).run(arguments(id));
    if (run.failed()) {
      throw failure(run.fault().getMessage(), log);
    }
    CheckpointNote.write(image, options);
    outer.write(image);
  }

  private static int pid(OciRuntime runtime, String id) {
    return runtime.state(id).map(RuncState::pid).orElse(0);
  }

  private void makeFolders() {
    try {
      Files.createDirectories(image);
      Files.createDirectories(work);
    } catch (IOException e) {
      throw Fault.io("folders of a checkpoint", e);
    }
  }

  private List<String> arguments(String id) {
    List<String> words = new ArrayList<>(List.of("checkpoint"));
    words.addAll(places(image, work));
    if (!options.getParentPath().isEmpty()) {
      words.addAll(List.of("--parent-path", options.getParentPath()));
    }
    if (!options.getExit()) {
      words.add("--leave-running");
    }
    words.addAll(common(options));
    words.add(id);
    return words;
  }

  private static List<String> places(Path image, Path work) {
    return List.of("--image-path", image.toString(), "--work-path", work.toString());
  }

  /** What is said at the checkpoint and at the restore alike. */
  private static List<String> common(CheckpointOptions options) {
    List<String> words = new ArrayList<>();
    add(words, options.getOpenTcp(), "--tcp-established");
    add(words, options.getExternalUnixSockets(), "--ext-unix-sk");
    add(words, options.getTerminal(), "--shell-job");
    add(words, options.getFileLocks(), "--file-locks");
    if (!options.getCgroupsMode().isEmpty()) {
      words.addAll(List.of("--manage-cgroups-mode", options.getCgroupsMode()));
    }
    options.getEmptyNamespacesList().forEach(name -> words.addAll(List.of("--empty-ns", name)));
    return words;
  }

  private static void add(List<String> words, boolean wanted, String option) {
    if (wanted) {
      words.add(option);
    }
  }

  /** Further options of {@code restore}: those that the checkpoint was written with count again. */
  static List<String> restoreOptions(OciRuntime runtime, Path image, Path work) {
    List<String> words = new ArrayList<>(places(image, work));
    words.addAll(common(CheckpointNote.read(image)));
    if (!runtime.describe().isCrun()) {
      words.add("--no-subreaper");
      add(words, runtime.settings().noPivotRoot(), "--no-pivot");
    }
    return words;
  }

  private Fault failure(String message, Path log) {
    Path written = work.resolve(LOG);
    return Files.exists(written)
        ? fault(message, CriuLog.keep(written, log.resolveSibling("criu-dump.log")))
        : Fault.of(
            Fault.Kind.UNKNOWN,
            "%s; criu wrote no log: is it installed, in PATH or where the option CriuPath says,"
                + " and does \"criu check\" pass?",
            firstLine(message));
  }

  private static Fault fault(String message, CriuLog log) {
    return Fault.of(
        Fault.Kind.UNKNOWN, "%s path= %s%s", firstLine(message), log.path(), log.quoted());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** The failure itself where criu did not come to write a log. */
  static Fault restoreFailure(Fault failure, Path work, Path log) {
    Path written = work.resolve("restore.log");
    return Files.exists(written)
        ? fault(failure.getMessage(), CriuLog.keep(written, log.resolveSibling("criu-restore.log")))
        : failure;
  }
}
