package io.felucca.ctl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import io.felucca.grpc.GrpcServer;
import io.felucca.grpc.MessageSizes;
import io.felucca.grpc.SocketFile;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.ChangeResponse;
import io.felucca.wire.plugins.DiffResponse;
import io.felucca.wire.plugins.ExplainRequest;
import io.felucca.wire.plugins.ExplainResponse;
import io.felucca.wire.plugins.HistoryRequest;
import io.felucca.wire.plugins.HistoryResponse;
import io.felucca.wire.plugins.JarRequest;
import io.felucca.wire.plugins.KeyChange;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.ListResponse;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.ReviewRequest;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.plugins.SwapResponse;
import io.felucca.wire.plugins.Value;
import io.felucca.wire.plugins.Version;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MainTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Daemon daemon = new Daemon();
  private GrpcServer server;
  private Path socket;

  /** A daemon of one service, which remembers what it was asked. */
  private static final class Daemon extends PluginsGrpc.PluginsImplBase {
    final List<Object> asked = new ArrayList<>();

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> to) {
      asked.add(request);
      Plugin overlay =
          Plugin.newBuilder()
              .setType("io.containerd.snapshotter.v1")
              .setId("overlayfs")
              .setState(State.STATE_OK)
              .setSince(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5))
              .addCapabilities("remap-ids")
              .putExports("root", "/r")
              .setOrigin("io.felucca.overlayfs 1.0.0")
              .build();
      Plugin grpc =
          overlay.toBuilder()
              .setType("t.v1")
              .setId("x")
              .setState(State.STATE_ERROR)
              .setReason("broken\nbadly")
              .clearExports()
              .clearCapabilities()
              .build();
      answer(to, ListResponse.newBuilder().addPlugins(overlay).addPlugins(grpc).build());
    }

    @Override
    public void apply(ApplyRequest request, StreamObserver<ChangeResponse> to) {
      answer(to, ChangeResponse.getDefaultInstance());
    }

    @Override
    public void swap(SwapRequest request, StreamObserver<SwapResponse> to) {
      to.onError(Status.NOT_FOUND.withDescription("plugin a.b: not found").asRuntimeException());
    }

    @Override
    public void install(JarRequest request, StreamObserver<ChangeResponse> to) {
      asked.add(request);
      answer(to, ChangeResponse.newBuilder().addChanges("a.b: up").addChanges("c.d: up").build());
    }

    @Override
    public void diff(ReviewRequest request, StreamObserver<DiffResponse> to) {
      asked.add(request);
      KeyChange key = KeyChange.newBuilder().setKey("a.b").setBefore("1").setPlace("f:1:2").build();
      answer(
          to,
          DiffResponse.newBuilder()
              .setRefused(true)
              .addProblems("error: f:1:2: bad")
              .addKeys(key)
              .addPlugins("a.b: is replaced")
              .build());
    }

    @Override
    public void history(HistoryRequest request, StreamObserver<HistoryResponse> to) {
      Version version =
          Version.newBuilder()
              .setNumber(7)
              .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
              .setDoor("boot")
              .setCurrent(true)
              .build();
      answer(to, HistoryResponse.newBuilder().addVersions(version).build());
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> to) {
      Value value =
          Value.newBuilder()
              .setKey("root")
              .setValue("'/x'")
              .setPlace("default")
              .setEffect("restart")
              .build();
      answer(to, ExplainResponse.newBuilder().addValues(value).build());
    }

    private static <T> void answer(StreamObserver<T> to, T response) {
      to.onNext(response);
      to.onCompleted();
    }
  }

  @Before
  public void listen() throws Exception {
    socket = folder.getRoot().toPath().resolve("s");
    server =
        GrpcServer.unix(
            SocketFile.at(socket), MessageSizes.USUAL, threads, s -> s.addService(daemon));
  }

  @After
  public void end() {
    server.close();
    threads.shutdown();
  }

  private int run(String... args) {
    List<String> line = new ArrayList<>(List.of("-a", socket.toString()));
    line.addAll(List.of(args));
    out.reset();
    err.reset();
    return new Main(new PrintStream(out, true), new PrintStream(err, true)).run(line);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  public void pluginsAreListedInColumns() {
    assertEquals(0, run("plugins", "ls", "state==error", "id==x"));
    assertEquals(
        List.of(
            "TYPE                          ID         STATE  SINCE                 ORIGIN"
                + "                      REASON",
            "io.containerd.snapshotter.v1  overlayfs  ok     2023-11-14T22:13:20Z"
                + "  io.felucca.overlayfs 1.0.0",
            "t.v1                          x          error  2023-11-14T22:13:20Z"
                + "  io.felucca.overlayfs 1.0.0  broken"),
        lines());
    assertEquals(
        List.of("state==error", "id==x"), ((ListRequest) daemon.asked.get(0)).getFiltersList());
  }

  @Test
  public void detailsTellEverything() {
    assertEquals(0, run("plugins", "ls", "--details"));
    assertTrue(out.toString(), out.toString().contains("Export root:    /r\n"));
    assertTrue(out.toString(), out.toString().contains("Capabilities:   remap-ids\n"));
    assertTrue(
        out.toString(), out.toString().contains("Reason:         broken\n                badly\n"));
    assertEquals(0, run("plugins", "ls", "-q"));
    assertEquals(List.of("io.containerd.snapshotter.v1.overlayfs", "t.v1.x"), lines());
  }

  @Test
  public void changesArePrintedLineByLine() {
    assertEquals(0, run("plugins", "install", "some/x.jar"));
    assertEquals(List.of("a.b: up", "c.d: up"), lines());
    assertEquals(
        Path.of("some/x.jar").toAbsolutePath().toString(),
        ((JarRequest) daemon.asked.get(0)).getPath());
    assertEquals(0, run("plugins", "reload"));
    assertEquals(List.of("nothing changed"), lines());
  }

  @Test
  public void configurationsAreShown() throws Exception {
    Path file = folder.newFile("more.toml").toPath();
    Files.writeString(file, "x = 1");
    assertEquals(Main.REFUSED, run("config", "diff", file.toString()));
    assertEquals(
        List.of("error: f:1:2: bad", "a.b: 1 -> nothing  # f:1:2", "a.b: is replaced"), lines());
    assertEquals(
        ReviewRequest.newBuilder().setName("more").setToml("x = 1").build(), daemon.asked.get(0));
    assertEquals(0, run("config", "history"));
    assertEquals(
        List.of(
            "VERSION  TIME                  DOOR  STATE",
            "7        2023-11-14T22:13:20Z  boot  in force"),
        lines());
    assertEquals(0, run("config", "explain", "root"));
    assertEquals(List.of("root = '/x'  # default; restart"), lines());
  }

  @Test
  public void whatTheDaemonRefusesFailsWithItsWords() {
    assertEquals(Main.REFUSED, run("plugins", "swap", "a", "b"));
    assertEquals("felucca: plugin a.b: not found\n", err.toString());
  }

  @Test
  public void aMissingDaemonIsTold() {
    assertEquals(Main.REFUSED, run("-a", "/no/such", "plugins", "ls"));
    assertTrue(err.toString(), err.toString().startsWith("felucca: no daemon at /no/such"));
    server.close();
    assertEquals(Main.REFUSED, run("plugins", "ls"));
  }

  @Test
  public void wrongCommandLinesAreTold() {
    for (String[] wrong :
        new String[][] {
          {},
          {"plugin"},
          {"plugins", "lss"},
          {"config"},
          {"config", "apply"},
          {"config", "rollback", "x"},
          {"config", "apply", "/no/such"},
          {"foo"},
          {"plugins", "swap", "a"},
          {"plugins", "reload", "now"},
          {"--nope"},
          {"plugins", "ls", "--timeout"},
          {"plugins", "ls", "--timeout", "soon"},
          {"publish", "--topic", "/x"}
        }) {
      assertEquals(String.join(" ", wrong), Main.WRONG_USAGE, run(wrong));
    }
    assertEquals(Main.WRONG_USAGE, run("plugins", "swap", "a"));
    assertEquals("felucca: usage: felucca plugins swap TYPE ID\n", err.toString());
  }

  @Test
  public void helpIsThereForEachCommand() {
    for (String[] line :
        new String[][] {{"-h"}, {"help"}, {"plugins", "--help"}, {"help", "publish"}}) {
      assertEquals(0, run(line));
      assertTrue(out.toString().startsWith("felucca "));
    }
  }

  @Test
  public void publishTakesAnEventFromStandardInput() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(Any.newBuilder().setTypeUrl("x").build().toByteArray()));
      int code = Publish.run(socket.toString(), new String[] {"--topic", "/x", "--namespace", "n"});
      assertEquals("this daemon has no events", Main.REFUSED, code);
    } finally {
      System.setIn(before);
    }
  }
}
