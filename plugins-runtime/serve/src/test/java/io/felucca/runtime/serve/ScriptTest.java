package io.felucca.runtime.serve;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.RuntimeDescription;
import io.felucca.wire.shim.StartParameters;
import io.felucca.wire.shim.StartResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The program as containerd runs it, in an installation whose runtime is {@link OtherShims}. */
public class ScriptTest {
  private static final Path DISTRIBUTION = Path.of("../../distribution").toAbsolutePath();

  @Rule public final Bundles bundles = new Bundles();
  @Rule public final EventSink sink = new EventSink();

  private Path program;

  private record Ran(int code, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  @Before
  public void install() throws IOException {
    Path home = bundles.path("home");
    for (String folder : List.of("bin", "lib", "shim", "bundles")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (String file : List.of("bin/containerd-shim-felucca-v2", "lib/java.sh", "lib/daemon.sh")) {
      Files.createSymbolicLink(home.resolve(file), DISTRIBUTION.resolve(file));
    }
    // a link would lead the program to the other home
    program = home.resolve("bin/containerd-shim-felucca-v2");
    Files.delete(program);
    Files.copy(DISTRIBUTION.resolve("bin/containerd-shim-felucca-v2"), program);
    jarOfClassPath(home.resolve("shim/io.felucca.runtime.serve.jar"));
  }

  /** A jar that leads to the class path of the tests. */
  private static void jarOfClassPath(Path jar) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      all.append(Path.of(entry).toUri()).append(' ');
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, all.toString());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  @After
  public void endProcess() throws Exception {
    if (Files.exists(bundles.shared().resolve("pid"))) {
      kill();
    }
  }

  private void kill() throws Exception {
    ProcessHandle process = ProcessHandle.of(pid()).orElse(null);
    if (process != null) {
      process.destroyForcibly();
      process.onExit().get(120, TimeUnit.SECONDS);
    }
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(bundles.shared().resolve("pid")).split(" ")[0]);
  }

  private Ran run(Path bundle, byte[] input, Map<String, String> environment, String... args)
      throws Exception {
    File out = File.createTempFile("out", null);
    File err = File.createTempFile("err", null);
    File in = File.createTempFile("input", null);
    Files.write(in.toPath(), input);
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(bundle.toFile());
    builder.redirectInput(in).redirectOutput(out).redirectError(err);
    builder.environment().put("TTRPC_ADDRESS", sink.address().toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    Ran ran =
        new Ran(
            process.exitValue(), Files.readAllBytes(out.toPath()), Files.readString(err.toPath()));
    for (File file : List.of(out, err, in)) {
      file.delete();
    }
    return ran;
  }

  private Ran start(String id) throws Exception {
    Path bundle = Files.createDirectories(bundles.of(id));
    return run(bundle, new byte[0], Map.of(), flags(id, "start"));
  }

  private String[] flags(String id, String action) {
    return new String[] {
      "-namespace", bundles.namespace, "-address", "/a", "-publish-binary", "/b", "-id", id, action
    };
  }

  private DeleteResponse delete(String id) throws Exception {
    Path bundle = bundles.of(id);
    Ran ran =
        run(
            bundle,
            new byte[0],
            Map.of(),
            "-namespace",
            bundles.namespace,
            "-id",
            id,
            "-bundle",
            bundle.toString(),
            "delete");
    assertEquals(ran.err(), 0, ran.code());
    return DeleteResponse.parseFrom(ran.out());
  }

  private Path socket() {
    return bundles.shared().resolve(bundles.namespace + ".s");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  public void oneProcessServesAllAndIsGoneSomeTimeAfterTheLast() throws Exception {
    Ran first = start("a");
    assertEquals(first.err(), 0, first.code());
    assertEquals("unix://" + socket(), first.text());
    assertEquals("", first.err());
    assertEquals(first.text(), Files.readString(bundles.of("a").resolve("address")));
    long pid = pid();
    assertEquals(first.text(), start("b").text());
    assertEquals(pid, pid());
    try (Shim shim = new Shim(socket(), 2)) {
      Files.delete(bundles.of("a").resolve("address"));
      Files.delete(bundles.of("a"));
      shim.create(bundles.creation(bundles.namespace, "a", "sleep", "1000"));
      shim.start("a", "");
      shim.shutdown("b");
      shim.end("a");
    }
    await(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    assertFalse(Files.exists(socket()));
    assertFalse(Files.exists(bundles.shared().resolve("pid")));
  }

  @Test
  public void whoWantsAMessageOrJsonGetsThat() throws Exception {
    Path bundle = Files.createDirectories(bundles.of("abcdefghij"));
    Map<String, String> newer = Map.of("GRPC_ADDRESS", "/g");
    StartParameters parameters =
        StartParameters.newBuilder()
            .setInstanceId("abcdefghij") // ten letters: the length is a line feed
            .setNamespace(bundles.namespace)
            .build();
    Ran message = run(bundle, parameters.toByteArray(), newer, flags("abcdefghij", "start"));
    StartResult result = StartResult.parseFrom(message.out());
    assertEquals("unix://" + socket(), result.getAddress());
    assertEquals(3, result.getVersion());
    assertEquals("ttrpc", result.getProtocol());
    assertArrayEquals(result.toByteArray(), message.out());
    Ran json = run(bundle, new byte[0], newer, flags("abcdefghij", "start"));
    assertEquals(
        "{\"version\":3,\"address\":\"unix://" + socket() + "\",\"protocol\":\"ttrpc\"}",
        json.text());
  }

  @Test
  public void aMessageOfAnyLengthOfIdIsRecognised() throws Exception {
    for (String id :
        List.of("a", "ninechars", "elevenchars", "thirty-two-characters-are-a-blank")) {
      Path bundle = Files.createDirectories(bundles.of(id));
      byte[] input = StartParameters.newBuilder().setInstanceId(id).build().toByteArray();
      Ran ran = run(bundle, input, Map.of("GRPC_ADDRESS", "/g"), flags(id, "start"));
      assertEquals("unix://" + socket(), StartResult.parseFrom(ran.out()).getAddress());
    }
  }

  @Test
  public void deletingWhatIsNotThereIsAnsweredWithoutAProcess() throws Exception {
    Files.createDirectories(bundles.of("none"));
    long before = Instant.now().getEpochSecond();
    DeleteResponse deleted = delete("none");
    assertEquals(137, deleted.getExitStatus());
    assertEquals(0, deleted.getPid());
    assertTrue(deleted.getExitedAt().getSeconds() >= before);
    assertFalse(Files.exists(bundles.shared()));
  }

  @Test
  public void whatAKilledProcessLeavesIsDeletedAndTheNextOneHasTheRest() throws Exception {
    start("a");
    start("b");
    int pid;
    try (Shim shim = new Shim(socket(), 2)) {
      for (String id : List.of("a", "b")) {
        Files.delete(bundles.of(id).resolve("address"));
        Files.delete(bundles.of(id));
        shim.create(bundles.creation(bundles.namespace, id, "sleep", "1000"));
        shim.start(id, "");
      }
      pid = shim.state("a", "").getPid();
    }
    long old = pid();
    kill();
    assertTrue(ProcessHandle.of(pid).isPresent());
    DeleteResponse deleted = delete("a");
    assertEquals(137, deleted.getExitStatus());
    assertEquals(pid, deleted.getPid());
    assertNotEquals(old, pid());
    try (Shim shim = new Shim(socket(), 2)) {
      assertEquals(2, shim.state("b", "").getStatus());
      shim.end("b");
    }
  }

  @Test
  public void aProcessWhoseFolderIsRemovedGoesToo() throws Exception {
    start("a");
    long pid = pid();
    try (Shim shim = new Shim(socket(), 2)) {
      try (Stream<Path> all = Files.walk(bundles.shared())) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
      shim.shutdown("a");
    }
    await(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  public void aNamespaceWithALongNameHasItsSocketElsewhere() throws Exception {
    String name = "n".repeat(76);
    Path bundle = Files.createDirectories(bundles.of(name, "a"));
    Ran ran = run(bundle, new byte[0], Map.of(), "-namespace", name, "-id", "a", "start");
    Path socket = Path.of(ran.text().substring("unix://".length()));
    assertTrue(socket.toString(), socket.startsWith("/run/felucca/shim"));
    try (Shim shim = new Shim(socket, 3)) {
      shim.shutdown("a");
    }
    long pid = pid();
    await(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    assertFalse(Files.exists(socket));
  }

  @Test
  public void whatTheProgramIsCanBeAsked() throws Exception {
    Ran info = run(bundles.state().getParent(), new byte[0], Map.of(), "-info");
    assertEquals(info.err(), 0, info.code());
    assertEquals("io.containerd.felucca.v2", RuntimeDescription.parseFrom(info.out()).getName());
    Ran version = run(bundles.state().getParent(), new byte[0], Map.of(), "-v");
    assertEquals(0, version.code());
    assertTrue(version.text(), version.text().startsWith("containerd-shim-felucca-v2"));
  }

  @Test
  public void wrongUseIsSaid() throws Exception {
    Ran noNamespace = run(bundles.state().getParent(), new byte[0], Map.of(), "-id", "a", "start");
    assertEquals(1, noNamespace.code());
    assertEquals("containerd-shim-felucca-v2: shim namespace cannot be empty\n", noNamespace.err());
    assertEquals(1, run(bundles.state().getParent(), new byte[0], Map.of(), "-what", "x").code());
  }
}
