package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.felucca.linux.Fd;
import io.felucca.linux.Open;
import io.felucca.linux.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** Containers of a real OCI runtime with busybox inside, and the end of all of them. */
final class Containers extends ExternalResource {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  /** crun refuses hybrid hosts, so it does not see the other hierarchy. */
  private static final String CRUN =
      """
      #!/bin/sh
      exec unshare -m sh -c 'umount /sys/fs/cgroup/unified 2>/dev/null; exec crun "$@"' crun "$@"
      """;

  private static final String SPEC =
      """
      {"ociVersion":"1.0.2",
       "process":{"terminal":false,"user":{"uid":0,"gid":0},"cwd":"/","env":["PATH=/bin"],
                  "args":["/bin/busybox","sh","-c","%s"]},
       "root":{"path":"rootfs"},
       "mounts":[{"destination":"/proc","type":"proc","source":"proc"},
                 {"destination":"/dev","type":"tmpfs","source":"tmpfs"}],
       "linux":{"cgroupsPath":"/felucca-test-%s","resources":{"memory":{"limit":67108864}},
                "namespaces":[{"type":"pid"},{"type":"mount"},{"type":"ipc"},{"type":"uts"},
                              {"type":"network"}]}}
      """;

  private final String program;
  private final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> made = new ArrayList<>();

  /** Standard output of containers. */
  Path output = Path.of("/dev/null");

  /**
   * @param program runc or crun
   */
  Containers(String program) {
    this.program = program;
  }

  @Override
  protected void before() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue("needs busybox-static", Files.exists(BUSYBOX));
    assumeTrue("needs " + program, Spawn.command("which", program).run().exitCode() == 0);
    folder.create();
    Path rootfs = Files.createDirectories(path("bundle/rootfs/bin"));
    Files.createDirectories(path("bundle/rootfs/proc"));
    Files.createDirectories(path("bundle/rootfs/dev"));
    Files.copy(BUSYBOX, rootfs.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  Path log() {
    return path("log.json");
  }

  RuncSettings settings() throws IOException {
    return RuncSettings.of(null, new RuncDefaults(binary(), path("root"), false)).in("test");
  }

  private String binary() throws IOException {
    return program.equals("crun") ? script("crun", CRUN) : program;
  }

  /** An executable file. */
  String script(String name, String text) throws IOException {
    Path file = path(name);
    if (!Files.exists(file)) {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file.toString();
  }

  OciRuntime runtime() throws IOException {
    return new OciRuntime(settings(), log());
  }

  /** A new container whose process waits to be started; its ID. */
  String create(String shell) throws IOException {
    String id = "c" + UUID.randomUUID().toString().substring(0, 8);
    Spawn.Result result = tryCreate(id, shell);
    assertEquals(result.errors(), 0, result.exitCode());
    return id;
  }

  String run(String shell) throws IOException {
    String id = create(shell);
    runtime().start(id);
    return id;
  }

  Spawn.Result tryCreate(String id, String shell) throws IOException {
    made.add(id);
    Files.writeString(path("bundle/config.json"), String.format(SPEC, shell, id));
    OciRuntime runtime = runtime();
    List<String> words = new ArrayList<>(runtime.command(log()));
    words.add("create");
    words.addAll(runtime.createOptions());
    words.addAll(List.of("--bundle", path("bundle").toString(), id));
    return detached(words, runtime.environment());
  }

  /** The container inherits what the command has: no pipe of ours, and a file only if wanted. */
  Spawn.Result detached(List<String> words, Map<String, String> environment) throws IOException {
    try (Fd file = Open.path(output, Open.O_WRONLY | Open.O_CREAT, 0600)) {
      Spawn command = Spawn.command(words).environment(environment).stdout(file);
      int code = command.start().waitFor();
      return new Spawn.Result(code, "", code == 0 ? "" : RuncLog.of(log()).lastError());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for something that takes its time. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("never: " + what);
  }

  @Override
  protected void after() {
    try {
      OciRuntime runtime = runtime().within(Duration.ofSeconds(30));
      made.forEach(id -> runtime.delete(id, true));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      folder.delete();
    }
  }
}
