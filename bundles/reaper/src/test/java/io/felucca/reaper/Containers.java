package io.felucca.reaper;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.task.TaskIo;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.linux.Spawn;
import io.felucca.linux.Unix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** Real containers of a real OCI runtime, with the host's static busybox in them. */
final class Containers extends ExternalResource {
  static final TaskIo NO_IO = new TaskIo("", "", "", false);

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Path RUNC = Path.of("/usr/sbin/runc");
  private static final String NAMESPACES =
      Stream.of("pid", "ipc", "uts", "mount", "network")
          .map(type -> "{\"type\":\"" + type + "\"}")
          .collect(Collectors.joining(","));

  private final TemporaryFolder temporary = new TemporaryFolder();
  private final List<String> made = new ArrayList<>();
  private final List<Supervised> supervised = new ArrayList<>();
  private final String prefix = "reaper-" + ProcessHandle.current().pid() + "-";

  private Supervisor supervisor;

  @Override
  protected void before() throws Throwable {
    assumeTrue("needs root", Unix.effectiveUser() == 0);
    assumeTrue("needs busybox and runc", Files.exists(BUSYBOX) && Files.exists(RUNC));
    temporary.create();
    for (String name : List.of("bin", "proc", "dev", "sys", "tmp")) {
      Files.createDirectories(rootfs().resolve(name));
    }
    Files.copy(BUSYBOX, rootfs().resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Override
  protected void after() {
    for (String id : made) {
      try {
        runc("delete", "--force", id);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    supervised.forEach(Containers::end);
    temporary.delete();
  }

  private static void end(Supervised one) {
    try {
      one.exit().get(120, TimeUnit.SECONDS);
      one.discard();
    } catch (Exception e) {
      throw new IllegalStateException("end of process " + one.pid(), e);
    }
  }

  Path folder() {
    return temporary.getRoot().toPath();
  }

  Path programs() {
    return folder().resolve("programs");
  }

  /** Another supervisor than the chosen one. */
  void use(Supervisor other) {
    supervisor = other;
  }

  Supervisor supervisor() {
    return supervisor == null ? Supervisors.choose(programs()) : supervisor;
  }

  private Path rootfs() {
    return folder().resolve("rootfs");
  }

  Path root() {
    return folder().resolve("runc");
  }

  List<String> command() {
    return List.of(RUNC.toString(), "--root", root().toString());
  }

  /** A new container's ID. */
  String id() {
    String id = prefix + made.size();
    made.add(id);
    return id;
  }

  /** What creates a container that runs a shell script. */
  Launch creation(String id, String script, TaskIo io) throws IOException {
    Path bundle = Files.createDirectories(folder().resolve(id).resolve("bundle"));
    Files.writeString(bundle.resolve("config.json"), spec(id, script, io.terminal()));
    Path init = Files.createDirectories(folder().resolve(id).resolve("init"));
    return launch(Launch.Kind.CREATE, id, bundle, null, init, io);
  }

  /** The creation of a container by a script in place of an OCI runtime; ORPHAN is a file. */
  Launch withRuntime(String script) throws IOException {
    return withRuntime(script, NO_IO);
  }

  Launch withRuntime(String script, TaskIo io) throws IOException {
    return withRuntime(script, creation(id(), "exit 4", io));
  }

  /** The same launch by a script. */
  Launch withRuntime(String script, Launch l) throws IOException {
    Path runtime = folder().resolve("runtime");
    String text = script.replace("ORPHAN", folder().resolve("orphan").toString());
    Files.writeString(runtime, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Launch(
        l.kind(),
        List.of(runtime.toString(), "--root", root().toString()),
        l.options(),
        l.id(),
        l.bundle(),
        l.process(),
        l.folder(),
        l.io(),
        l.owner(),
        l.environment());
  }

  /** The number in a file of the folder, once it is there. */
  int pidIn(String name) throws Exception {
    Path file = folder().resolve(name);
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.sleep(5);
    }
    return Integer.parseInt(Files.readString(file).strip());
  }

  /** Not so a zombie that init has not reaped yet. */
  static boolean isRunning(int pid) throws IOException {
    try (PidFd process = PidFd.open(pid)) {
      return process.isAlive();
    } catch (LinuxException e) {
      return false;
    }
  }

  /** What executes a shell script in a container. */
  Launch execution(String id, String name, String script, TaskIo io) throws IOException {
    Path folder = Files.createDirectories(folder().resolve(id).resolve(name));
    Path process = folder().resolve(id).resolve(name + ".json");
    Files.writeString(process, process(script, io.terminal()));
    return launch(Launch.Kind.EXEC, id, null, process, folder, io);
  }

  private Launch launch(
      Launch.Kind kind, String id, Path bundle, Path process, Path folder, TaskIo io) {
    return new Launch(
        kind,
        command(),
        List.of(),
        id,
        bundle,
        process,
        folder,
        io,
        IoOwner.ROOT,
        Map.of("PATH", System.getenv("PATH")),
        new LogName("tests", id));
  }

  /** Created and started. */
  Supervised run(String script, TaskIo io) throws IOException {
    String id = id();
    Supervised init = start(creation(id, script, io));
    init.begin();
    runc("start", id);
    return init;
  }

  Supervised start(Launch launch) {
    return keep(supervisor().start(launch));
  }

  Supervised keep(Supervised one) {
    supervised.add(one);
    return one;
  }

  /** As a daemon that goes: it will not be told of the end. */
  void leave(Supervised one) {
    one.close();
    supervised.remove(one);
  }

  String lastId() {
    return made.get(made.size() - 1);
  }

  Spawn.Result runc(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(command());
    line.addAll(List.of(arguments));
    return Spawn.command(line).run();
  }

  /** All of a container's processes. */
  List<Integer> pids(String id) throws IOException {
    String[] pids =
        runc("ps", "--format", "json", id).output().replaceAll("[^0-9,]", "").split(",");
    return Stream.of(pids).map(Integer::valueOf).toList();
  }

  static Ended ended(Supervised one) throws Exception {
    return one.exit().get(120, TimeUnit.SECONDS);
  }

  /** What is read until something comes, with that. */
  static String until(InputStream reader, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = reader.read();
      if (next < 0) {
        throw new AssertionError("end of output after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private String spec(String id, String script, boolean terminal) {
    return "{\"ociVersion\":\"1.0.2\",\"hostname\":\"reaped\",\"root\":{\"path\":\""
        + rootfs()
        + "\"},\"process\":"
        + process(script, terminal)
        + ",\"mounts\":[{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"},"
        + "{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"},"
        + "{\"destination\":\"/dev/pts\",\"type\":\"devpts\",\"source\":\"devpts\","
        + "\"options\":[\"newinstance\",\"ptmxmode=0666\",\"mode=0620\"]}]"
        + ",\"linux\":{\"cgroupsPath\":\"/"
        + id
        + "\",\"namespaces\":["
        + NAMESPACES
        + "]}}";
  }

  private static String process(String script, boolean terminal) {
    return "{\"terminal\":"
        + terminal
        + ",\"user\":{\"uid\":0,\"gid\":0},\"cwd\":\"/\",\"env\":[\"PATH=/bin\",\"TERM=xterm\"],"
        + "\"args\":[\"/bin/busybox\",\"sh\",\"-c\",\""
        + script.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"]}";
  }
}
