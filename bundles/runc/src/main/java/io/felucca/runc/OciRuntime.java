package io.felucca.runc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.wire.options.CheckpointOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI runtime as one container has it: runc, crun or any other program with their command line.
 *
 * <p>Failures are faults of kind UNKNOWN with containerd's words, unless said otherwise; a command
 * that has not ended in time is killed (DEADLINE_EXCEEDED). Safe for several threads, as far as the
 * runtime is.
 */
public final class OciRuntime {
  /** How long a command may take unless told otherwise: hooks run in some of them. */
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private final RuncSettings settings;
  private final Path log;
  private final Binaries binaries;
  private final Duration limit;

  /**
   * A runtime whose program is run as it is.
   *
   * @param log where the runtime logs what is called here
   */
  public OciRuntime(RuncSettings settings, Path log) {
    this(settings, log, null, LIMIT);
  }

  /** One whose program is run from memory. */
  public OciRuntime(RuncSettings settings, Path log, Binaries binaries) {
    this(settings, log, binaries, LIMIT);
  }

  private OciRuntime(RuncSettings settings, Path log, Binaries binaries, Duration limit) {
    this.settings = settings;
    this.log = log;
    this.binaries = binaries;
    this.limit = limit;
  }

  /** The same, whose commands may take so long. */
  public OciRuntime within(Duration time) {
    return new OciRuntime(settings, log, binaries, time);
  }

  public RuncSettings settings() {
    return settings;
  }

  /** The program and its global options. */
  public List<String> command(Path log) {
    List<String> words = new ArrayList<>();
    words.add(program());
    words.addAll(List.of("--root", settings.root().toString()));
    words.addAll(List.of("--log", log.toString(), "--log-format", "json"));
    if (settings.systemdCgroup()) {
      words.add("--systemd-cgroup");
    }
    return words;
  }

  private String program() {
    String path = environment().getOrDefault("PATH", "");
    return binaries == null ? settings.binary() : binaries.path(settings.binary(), path);
  }

  /** Further options of {@code create}. */
  public List<String> createOptions() {
    List<String> options = new ArrayList<>();
    if (settings.noPivotRoot()) {
      options.add("--no-pivot");
    }
    if (settings.noNewKeyring()) {
      options.add("--no-new-keyring");
    }
    return options;
  }

  /** Further options of {@code restore}; see {@link Checkpoint}. */
  public List<String> restoreOptions(Path image, Path work) {
    return Checkpoint.restoreOptions(this, image, work);
  }

  /** The environment of {@code restore}; its standard streams become the container's. */
  public Map<String, String> restoreEnvironment(Path image, Path work) {
    return CriuConfig.add(environment(), OuterFiles.read(image).inherited(), work);
  }

  /** The environment of its other commands. */
  public Map<String, String> environment() {
    return RuncEnvironment.of(settings.criuPath());
  }

  private Run run(List<String> arguments) {
    return runner().run(arguments);
  }

  private RuncCommand runner() {
    return runner(environment());
  }

  RuncCommand runner(Map<String, String> environment) {
    return new RuncCommand(settings.binary(), command(log), log, environment, limit);
  }

  private RuncCommand bare() {
    return new RuncCommand(
        settings.binary(), List.of(settings.binary()), null, environment(), limit);
  }

  private void check(String what, List<String> arguments) {
    Run run = run(arguments);
    if (run.failed()) {
      throw run.fault(what);
    }
  }

  /** Lets a created container's process go. */
  public void start(String id) {
    check("OCI runtime start failed", List.of("start", id));
  }

  /**
   * Sends a signal to the container's first process, or all of its processes. NOT_FOUND where it
   * has ended ("process already finished") or is not known ("no such container").
   */
  public void kill(String id, int signal, boolean all) {
    String number = Integer.toString(signal);
    Run run = run(all ? List.of("kill", "--all", id, number) : List.of("kill", id, number));
    if (run.failed()) {
      throw Failures.kill(run);
    }
  }

  /** Freezes its processes. */
  public void pause(String id) {
    check("OCI runtime pause failed", List.of("pause", id));
  }

  /** Lets them go on. */
  public void resume(String id) {
    check("OCI runtime resume failed", List.of("resume", id));
  }

  /**
   * Sets limits of its cgroup.
   *
   * @param resources JSON of {@code linux.resources} of the runtime specification
   */
  public void update(String id, byte[] resources) {
    Run run = runner().run(List.of("update", "--resources", "-", id), resources);
    if (run.failed()) {
      throw run.fault();
    }
  }

  /**
   * Forgets a container and its cgroup; nothing happens where it is not known.
   *
   * @param force whether its processes are killed before
   */
  public void delete(String id, boolean force) {
    Run run = run(force ? List.of("delete", "--force", id) : List.of("delete", id));
    if (run.failed() && !Failures.isUnknown(run)) {
      throw run.fault("failed to delete task");
    }
  }

  /** What the runtime knows of it; empty where it is not known. */
  public Optional<RuncState> state(String id) {
    Run run = run(List.of("state", id));
    if (run.failed() && Failures.isUnknown(run)) {
      return Optional.empty();
    }
    if (run.failed()) {
      throw run.fault("OCI runtime state failed");
    }
    return Optional.of(RuncState.of(object(run)));
  }

  /** The processes in its cgroup, in the daemon's PID namespace; none once it has ended. */
  public List<Integer> ps(String id) {
    Run run = run(List.of("ps", "--format", "json", id));
    if (run.failed()) {
      throw run.fault();
    }
    JsonElement pids = json(run);
    List<Integer> all = new ArrayList<>();
    for (JsonElement pid : pids.isJsonArray() ? pids.getAsJsonArray() : new JsonArray()) {
      all.add(pid.getAsInt());
    }
    return all;
  }

  /**
   * Writes a checkpoint of a running container.
   *
   * @param image the folder for criu's files; made where it is missing
   * @param work the folder where criu logs; made where it is missing
   */
  public void checkpoint(String id, CheckpointOptions options, Path image, Path work) {
    new Checkpoint(options, image, work).run(this, id, log);
  }

  /** What it can do. */
  public Features features() {
    Run run = bare().run(List.of("features"));
    return run.failed() ? Features.UNTOLD : new Features(run.output());
  }

  /** What it is. */
  public RuntimeVersion describe() {
    Run run = bare().run(List.of("--version"));
    if (run.failed()) {
      throw run.fault();
    }
    return RuntimeVersion.parse(run.output());
  }

  /** Its version, such as {@code 1.1.5}. */
  public String version() {
    return describe().version();
  }

  /**
   * Why a command that somebody else has run failed: the last error of its log, else what is known.
   *
   * @param status of the command; negative where it was not run
   * @param said what it wrote to standard error, or why it was not run; may be empty
   * @param what was tried, such as {@code OCI runtime create failed}
   */
  public Fault failure(Path log, int status, String said, String what) {
    String searched = environment().getOrDefault("PATH", "");
    String otherwise =
        Lookup.obstacle(settings.binary(), searched)
            .orElse(
                status < 0
                    ? said.strip()
                    : Failures.plain(settings.binary(), status, said.strip()));
    return Failures.of(log, otherwise, what);
  }

  /** The same for a command of unknown status, which is taken for 1. */
  public Fault failure(Path log, String stderr, String what) {
    return failure(log, 1, stderr, what);
  }

  /**
   * Why a restore that somebody else has run failed: as {@link #failure}, with criu's log, which is
   * kept beside the runtime's, and its last error.
   *
   * @param work the folder where criu logged
   */
  public Fault restoreFailure(Path log, int status, String said, Path work) {
    return Checkpoint.restoreFailure(
        failure(log, status, said, "OCI runtime restore failed"), work, this.log);
  }

  private static JsonObject object(Run run) {
    return json(run).getAsJsonObject();
  }

  private static JsonElement json(Run run) {
    try {
      return JsonParser.parseString(run.output());
    } catch (JsonParseException e) {
      throw new Fault(
          Fault.Kind.UNKNOWN, run.command() + " answered no JSON: " + run.output().strip(), e);
    }
  }
}
