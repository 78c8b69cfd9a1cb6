package io.felucca.itests.listeners;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.FreePort;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.namespaces.ListNamespacesRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.felucca.wire.plugins.SwapRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The daemon's listeners are replaced while clients call and containers exit. */
public class ListenersIT {
  private static final String SERVER = "io.containerd.server.v1";
  private static final int TIMES = 50;
  private static final int EXITS = 10;

  private Daemon daemon;
  private ManagedChannel channel;
  private PluginsGrpc.PluginsBlockingStub admin;

  @Before
  public void startDaemonWithAContainer() throws Exception {
    daemon = Daemon.started();
    channel = GrpcChannel.unix(Path.of(daemon.address()), Runnable::run);
    admin = PluginsGrpc.newBlockingStub(channel);
    daemon.ctr("images", "import", BusyboxImage.archive().toString()).ok();
    run("long", "sleep 600");
  }

  @After
  public void endDaemon() throws Exception {
    try (Daemon last = daemon) {
      channel.shutdownNow();
      daemon.configure("");
      daemon.await("the listener is back", daemon::answers);
    }
  }

  @Test
  public void fiftyReplacementsOfTheGrpcListenerFailNoCallAndNoStream() throws Exception {
    try (Clients clients = new Clients(daemon.address());
        Streams streams = new Streams(daemon.address(), "long")) {
      changeSizes(0);
      swap("grpc");
      List<String> threads = threads();
      long descriptors = descriptors();
      for (int i = 1; i <= TIMES / 2; i++) {
        changeSizes(i);
        swap("grpc");
        daemon.ctr("version").ok();
      }
      assertEquals(List.of(), clients.failures());
      assertGoOn(streams);
      System.out.printf(
          "grpc: %d calls; descriptors %d -> %d, threads %s%n",
          clients.calls(), descriptors, descriptors(), threads());
      daemon.await("descriptors do not pile up", () -> descriptors() <= descriptors + 8);
      daemon.await("the same threads: " + threads, () -> threads().equals(threads));
    }
  }

  @Test
  public void theAddressChangesAndComesBackWhileOldConnectionsGoOn() throws Exception {
    String other = daemon.folder().resolve("other.sock").toString();
    try (Streams streams = new Streams(daemon.address(), "long");
        Rpc old = new Rpc(daemon.address(), "default")) {
      ctr(daemon.address(), "version").ok();
      list(old);
      daemon.configure(addresses(other, daemon.address() + ".ttrpc"));
      daemon.await("the new address answers", () -> answers(other));
      daemon.await("the old one is gone", () -> !Files.exists(Path.of(daemon.address())));
      try (Clients clients = new Clients(other)) {
        list(old);
        run(other, "moved", "sleep 0.1");
        daemon.await("calls at the new address", () -> clients.calls() > 200);
        assertEquals(List.of(), clients.failures());
      }
      daemon.configure("");
      daemon.await("the first address answers again", daemon::answers);
      daemon.await("the second one is gone", () -> !Files.exists(Path.of(other)));
      list(old);
      assertGoOn(streams);
      assertEquals("", plugin("grpc").getReason());
    }
  }

  @Test
  public void noExitIsLostWhileTheTtrpcListenerIsReplacedAndMoves() throws Exception {
    String other = daemon.folder().resolve("other.ttrpc").toString();
    try (Clients clients = new Clients(daemon.address());
        Streams streams = new Streams(daemon.address(), "long")) {
      swap("ttrpc");
      List<String> threads = threads();
      List<String> started = new ArrayList<>();
      for (int i = 1; i <= TIMES; i++) {
        if (i % (TIMES / EXITS) == 1) {
          move(i % 2 == 1 && i > 1 ? other : daemon.address() + ".ttrpc");
          run("short" + i, "sleep 0." + i);
          started.add("short" + i);
        }
        swap("ttrpc");
      }
      move(other);
      daemon.await("the exits are told of " + started, () -> streams.exits() >= started.size());
      assertEquals(List.of(), clients.failures());
      // it was started when the address was another one
      assertGoOn(streams);
      started.add("long");
      assertEquals(started.stream().sorted().toList(), streams.ended());
      System.out.printf("ttrpc: %d exits, threads %s%n", streams.exits(), threads());
      daemon.await("the same threads: " + threads, () -> threads().equals(threads));
    }
  }

  @Test
  public void anAddressThatCannotBeHadIsRefusedWithTheReason() throws Exception {
    Path file = Files.createFile(daemon.folder().resolve("file"));
    keptBecause("grpc", file.toString(), "is not a socket");
    try (Daemon another = Daemon.started()) {
      keptBecause("grpc", another.address(), "is in use: another daemon answers there");
    }
    keptBecause("grpc", "relative.sock", "neither an absolute path");
    keptBecause("grpc", daemon.folder().resolve("x".repeat(120)).toString(), "at most 106");
  }

  private void keptBecause(String id, String address, String reason) throws Exception {
    daemon.configure(addresses(address, daemon.address() + ".ttrpc"));
    daemon.await(reason, () -> daemon.log().contains(reason));
    assertTrue(daemon.log().contains(address));
    daemon.await("the one that serves stays", () -> daemon.address().equals(address(id)));
    assertEquals(State.STATE_OK, plugin(id).getState());
    assertTrue(daemon.answers());
  }

  @Test
  public void metricsComeMoveAndGoWhileClientsCall() throws Exception {
    assertEquals(State.STATE_SKIP, plugin("metrics").getState());
    String first = "127.0.0.1:" + FreePort.find();
    String second = "127.0.0.1:" + FreePort.find();
    try (Clients clients = new Clients(daemon.address())) {
      daemon.configure(section("metrics", "address = \"" + first + "\"\n  grpc_histogram = true"));
      daemon.await("metrics", () -> metrics(first).contains("process_open_fds "));
      int calls = clients.calls();
      daemon.await("calls", () -> clients.calls() > calls + 100);
      String text = metrics(first);
      String list =
          "grpc_service=\"containerd.services.namespaces.v1.Namespaces\",grpc_method=\"List\"";
      for (String part :
          List.of(
              "process_resident_memory_bytes ",
              "jvm_memory_bytes_used{area=\"heap\"} ",
              "grpc_server_started_total{" + list,
              "grpc_server_handled_total{" + list + ",grpc_type=\"unary\",grpc_code=\"OK\"}",
              "grpc_server_handling_seconds_bucket{" + list,
              "felucca_plugin_state{type=\"" + SERVER + "\",id=\"metrics\",state=\"ok\"} 1",
              "felucca_plugin_swaps_total{type=\"" + SERVER + "\",id=\"metrics\"} 1")) {
        assertTrue(part + " is not in\n" + text, text.contains(part));
      }
      daemon.configure(section("metrics", "address = \"" + second + "\""));
      daemon.await("metrics elsewhere", () -> metrics(second).contains("process_open_fds "));
      daemon.await("the first port is closed", () -> metrics(first).isEmpty());
      daemon.configure("");
      daemon.await("the second port is closed", () -> metrics(second).isEmpty());
      assertEquals(List.of(), clients.failures());
    }
  }

  /** Nothing where nobody listens. */
  private static String metrics(String address) {
    try (InputStream in = new URL("http://" + address + "/v1/metrics").openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private void assertGoOn(Streams streams) throws Exception {
    assertFalse(streams.exit().isDone());
    streams.finishUpload();
    int before = streams.exits();
    daemon.ctr("tasks", "kill", "-s", "KILL", "long").ok();
    assertEquals(137, streams.exit().get(120, TimeUnit.SECONDS).getExitStatus());
    daemon.await("the exit is told", () -> streams.exits() > before);
    assertEquals(List.of(), streams.failures());
  }

  private void changeSizes(int number) throws Exception {
    Plugin old = plugin("grpc");
    daemon.configure(section("grpc", "max_recv_message_size = " + (16_777_216 - number)));
    awaitReplaced("grpc", old);
  }

  private void move(String ttrpc) throws Exception {
    daemon.configure(section("ttrpc", "address = \"" + ttrpc + "\""));
    daemon.await("ttrpc is at " + ttrpc, () -> ttrpc.equals(address("ttrpc")));
  }

  private String address(String id) {
    return plugin(id).getExportsOrDefault("address", "");
  }

  private void swap(String id) throws Exception {
    Plugin old = plugin(id);
    admin.swap(SwapRequest.newBuilder().setType(SERVER).setId(id).build());
    awaitReplaced(id, old);
  }

  private void awaitReplaced(String id, Plugin old) throws InterruptedException {
    daemon.await(
        id + " is replaced",
        () -> {
          Plugin now = plugin(id);
          return now.getState() == State.STATE_OK && !now.getSince().equals(old.getSince());
        });
  }

  private Plugin plugin(String id) {
    ListRequest request =
        ListRequest.newBuilder().addFilters("type==" + SERVER + ",id==" + id).build();
    return admin.list(request).getPlugins(0);
  }

  private static String section(String id, String line) {
    return "[plugins.\"%s.%s\"]\n  %s\n".formatted(SERVER, id, line);
  }

  private static String addresses(String grpc, String ttrpc) {
    return section("grpc", "address = \"" + grpc + "\"")
        + section("ttrpc", "address = \"" + ttrpc + "\"");
  }

  private void run(String name, String script) throws Exception {
    run(daemon.address(), name, script);
  }

  /** With a shim: it learns the address of ttrpc when it starts, and tells of the exit there. */
  private void run(String address, String name, String script) throws Exception {
    String shim = Runtime.SHIM.choice();
    ctr(address, "run", "-d", "--runtime", shim, BusyboxImage.NAME, name, "sh", "-c", script).ok();
  }

  private Command ctr(String address, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ctr", "-a", address));
    command.addAll(List.of(arguments));
    return Command.run(daemon.folder(), command.toArray(String[]::new));
  }

  private boolean answers(String address) {
    try {
      return ctr(address, "version").code() == 0;
    } catch (Exception e) {
      return false;
    }
  }

  private static void list(Rpc rpc) {
    rpc.namespaces().list(ListNamespacesRequest.getDefaultInstance());
  }

  /**
   * The threads that listeners have for themselves; those that calls run on come and go. Seen
   * twice, because a new thread bears the name of the one that has started it for a moment.
   */
  private List<String> threads() {
    Map<Path, String> all = named();
    pause(100);
    all.entrySet().retainAll(named().entrySet());
    return all.values().stream().filter(name -> name.endsWith("-io")).sorted().toList();
  }

  private Map<Path, String> named() {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + daemon.pid() + "/task"))) {
      return all.collect(Collectors.toMap(thread -> thread, ListenersIT::name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Empty for one that has ended meanwhile. */
  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException gone) {
      return "";
    }
  }

  /** The fewest of some looks, because calls in flight take some for a moment. */
  private long descriptors() {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
        fewest = Math.min(fewest, open.count());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      pause(20);
    }
    return fewest;
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
