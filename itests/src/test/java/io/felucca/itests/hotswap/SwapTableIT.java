package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;

import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Runtime;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.State;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Every type of plugin, every way to change it, under load: where an instance is kept no call
 * fails, and where none is left calls say why.
 */
public class SwapTableIT {
  private static final String ACME = "io.containerd.snapshotter.v1.acme";
  private static final String PODS = "io.containerd.sandbox.controller.v1.pods";
  private static final String CONFIGURATION = "io.felucca.config.v1.files";
  private static final String ADD = "add";
  private static final String DISABLE = "disable";
  private static final String ENABLE = "enable";
  private static final String KEY = "change a key";
  private static final String REPLACE = "replace the jar";
  private static final String BREAK = "break the jar";
  private static final String REMOVE = "remove";
  private static final List<String> ACTIONS =
      List.of(ADD, DISABLE, ENABLE, KEY, REPLACE, BREAK, REMOVE);

  private String as = "";
  private Daemon daemon;
  private Scrape scrape;
  private String proxies = "";
  private Path folder;
  private ManagedChannel channel;
  private PluginsGrpc.PluginsBlockingStub admin;
  private Rpc rpc;
  private Traffic traffic;
  private final List<Traffic> loads = new ArrayList<>();
  private Board board;
  private int release;
  private int owns;

  /** Short calls that began before this may have found a plugin disabled. */
  private long enabledAt = System.nanoTime();

  @Before
  public void startDaemonWithATask() throws Exception {
    scrape = Scrape.anywhere();
    daemon = Daemon.configured(Files.createTempDirectory("felucca-table"), metrics());
    folder = daemon.root().resolve("felucca-plugins");
    daemon.start();
    channel = GrpcChannel.unix(Path.of(daemon.address()), Runnable::run);
    admin = PluginsGrpc.newBlockingStub(channel);
    String namespace = Traffic.NAMESPACE;
    daemon.ctr("-n", namespace, "images", "import", BusyboxImage.archive().toString()).ok();
    traffic = new Traffic(daemon.address(), 5).addAll().add("metrics", scrape::round);
    for (Runtime runtime : Runtime.values()) {
      run(runtime);
    }
    traffic.add("ctr-reads", new Ctr(daemon, Runtime.OCI)::read);
    rpc = new Rpc(daemon.address(), namespace);
    Sandboxed.start(rpc, "pod");
    traffic.add("pod", Sandboxed.pod("pod")).add("pod-waiter", Streams.pod("pod"));
    loads.add(traffic);
  }

  /** A container that stays, and others that come and go. */
  private void run(Runtime runtime) throws Exception {
    String id = "on-" + runtime.id();
    String choice = runtime.choice();
    String image = BusyboxImage.NAME;
    daemon
        .ctr(
            "-n",
            Traffic.NAMESPACE,
            "run",
            "-d",
            "--runtime",
            choice,
            image,
            id,
            "sleep",
            "1000000")
        .ok();
    traffic
        .add(id, Clients.task(id))
        .add("waiter-" + id, Streams.task(id))
        .add("ctr-runs-" + id, new Ctr(daemon, runtime)::run);
  }

  @After
  public void endDaemon() throws Exception {
    try (Daemon last = daemon) {
      traffic.close();
      Sandboxed.end(rpc, "pod");
      rpc.close();
      channel.shutdownNow();
    }
  }

  @Test
  public void noCallFailsWhereAnInstanceIsKept() throws Exception {
    daemon.await("calls at rest", () -> traffic.meter().calls() > 2000);
    take();
    Thread.sleep(3000);
    board = new Board(ACTIONS, take());
    try {
      vendor();
      for (Row row : Row.all(daemon.root().toString(), scrape.address())) {
        fill(row);
      }
      proxy();
      sandboxes();
    } finally {
      board.print();
    }
    assertEquals(List.of(), board.wrong());
  }

  /** A plugin that the daemon does not have comes and goes with its jar. */
  private void vendor() throws Exception {
    Jars jars = new Jars(folder, Path.of(System.getProperty("it.vendor")), "acme.jar");
    kept(ACME, ADD, () -> jars.release(++release), this::isNewRelease);
    try (Traffic own = more(round -> Clients.snapshots(round, "acme"))) {
      key(ACME, "[plugins.\"" + ACME + "\"]\n  reflink = \"never\"\n");
      jars(ACME, jars);
      disable(ACME);
      enable(ACME);
      lost(ACME, REMOVE, jars::remove, Objects::isNull);
      loads.remove(own);
    }
  }

  /** One more client; what an earlier one had to leave behind is not in its way. */
  private Traffic more(Client client) {
    Traffic own = new Traffic(daemon.address(), 5);
    loads.add(own.add("own-" + ++owns, client));
    return own;
  }

  /** A plugin in another process, which is a second daemon with the vendor's jar. */
  private void proxy() throws Exception {
    as = " (proxy)";
    try (Daemon other = Daemon.configured(Files.createTempDirectory("felucca-other"), "")) {
      Path plugins = other.root().resolve("felucca-plugins");
      new Jars(plugins, Path.of(System.getProperty("it.vendor")), "acme.jar").release(1);
      other.start();
      Path address = Path.of(other.address());
      proxied(ACME, "snapshot", address, round -> Clients.snapshots(round, "acme"));
    }
  }

  /** A sandbox controller. */
  private void sandboxes() throws Exception {
    Path socket = daemon.folder().resolve("pods.sock");
    try (Pods pods = new Pods(socket)) {
      proxied(PODS, "sandbox", socket, Pods::ask);
    }
  }

  /**
   * @param client one of the plugin
   */
  private void proxied(String uri, String type, Path address, Client client) throws Exception {
    List.of(REPLACE, BREAK).forEach(action -> board.put(label(uri), action, "- process"));
    String id = uri.substring(uri.lastIndexOf('.') + 1);
    Path link = daemon.folder().resolve(id + ".link");
    Files.createSymbolicLink(link, address);
    proxies = section(id, type, address);
    kept(uri, ADD, () -> configure(""), SwapTableIT::isUp);
    try (Traffic own = more(client)) {
      Plugin before = find(uri);
      proxies = section(id, type, link);
      kept(uri, KEY, () -> configure(""), isOtherThan(before));
      disable(uri);
      enable(uri);
      proxies = "";
      lost(uri, REMOVE, () -> configure(""), Objects::isNull);
      loads.remove(own);
    }
  }

  private static String section(String id, String type, Path address) {
    return "[proxy_plugins.%s]\n  type = \"%s\"\n  address = \"%s\"\n".formatted(id, type, address);
  }

  private String metrics() {
    return Row.section(Row.METRICS, "address = \"" + scrape.address() + "\"");
  }

  /** What is there all the time, with this. */
  private void configure(String more) throws Exception {
    boolean isOfMetrics = more.contains("[plugins.\"" + Row.METRICS);
    daemon.configure(more + (isOfMetrics ? "" : metrics()) + proxies);
  }

  private static boolean isUp(Plugin plugin) {
    return plugin != null && plugin.getState() == State.STATE_OK;
  }

  private void fill(Row row) throws Exception {
    String uri = row.uri();
    board.put(uri, ADD, "- shipped");
    if (row.keys().isEmpty()) {
      board.put(uri, KEY, "- none");
    } else {
      key(uri, row.keys());
    }
    if (row.bundle().isEmpty()) {
      List.of(REPLACE, BREAK, REMOVE)
          .forEach(action -> board.put(uri, action, "- " + row.whyNoJar()));
    } else {
      Jars jars = new Jars(folder, row.bundle());
      jars(uri, jars);
      kept(uri, REMOVE, jars::remove, plugin -> !plugin.getOrigin().contains("jar"));
    }
    if (row.isSocket()) {
      board.put(uri, DISABLE, "- door");
      board.put(uri, ENABLE, "- door");
    } else {
      disable(uri);
      enable(uri);
    }
  }

  private void key(String uri, String keys) throws Exception {
    kept(uri, KEY, () -> configure(keys), isOtherThan(find(uri)));
    kept(uri, KEY, () -> configure(""), isOtherThan(find(uri)));
  }

  private void disable(String uri) throws Exception {
    String all = "disabled_plugins = [\"" + uri + "\"]\n";
    lost(uri, DISABLE, () -> configure(all), SwapTableIT::isDisabled);
  }

  /** What others need neither goes nor is disabled: then all stays as it is. */
  private void lost(String uri, String what, Action action, Predicate<Plugin> until)
      throws Exception {
    settle(uri, what);
    action.run();
    await(uri, what, plugin -> until.test(plugin) || isRefused());
    Thread.sleep(400);
    if (until.test(find(uri))) {
      board.refused(label(uri), what, take());
    } else {
      board.kept(label(uri), what, take());
      board.put(label(uri), what, "needed");
    }
  }

  private static boolean isDisabled(Plugin plugin) {
    return plugin.getState() == State.STATE_DISABLED;
  }

  private boolean isRefused() {
    return find(CONFIGURATION).getExportsOrDefault("refused", "").contains("would be left");
  }

  private void enable(String uri) throws Exception {
    configure("");
    await(uri, "up", plugin -> plugin.getState() == State.STATE_OK && !isRefused());
    enabledAt = System.nanoTime();
    Thread.sleep(400);
    board.kept(label(uri), ENABLE, take());
  }

  private void jars(String uri, Jars jars) throws Exception {
    kept(uri, REPLACE, () -> jars.release(++release), this::isNewRelease);
    String now = find(uri).getOrigin();
    breakWith(uri, "garbage", jars::garbage, now);
    breakWith(uri, "of.tomorrow", () -> jars.unresolvable(++release), now);
    breakWith(uri, Broken.WHY, () -> jars.failing(++release), now);
  }

  private void breakWith(String uri, String why, Action action, String before) throws Exception {
    String word = why.equals("garbage") ? "no whole jar" : why;
    kept(uri, BREAK, action, plugin -> plugin.getReason().contains(word));
    Plugin now = find(uri);
    if (now.getState() != State.STATE_OK || !now.getOrigin().equals(before)) {
      board.wrong(label(uri), BREAK, now);
    }
  }

  private boolean isNewRelease(Plugin plugin) {
    return plugin != null
        && plugin.getState() == State.STATE_OK
        && plugin.getOrigin().contains(" 9.0." + release + " ");
  }

  private interface Action {
    void run() throws Exception;
  }

  /** Does something after which the plugin serves as before, and no call has failed. */
  private void kept(String uri, String what, Action action, Predicate<Plugin> until)
      throws Exception {
    settle(uri, what);
    action.run();
    await(uri, what, until);
    Thread.sleep(100);
    board.kept(label(uri), what, take());
  }

  private static Predicate<Plugin> isOtherThan(Plugin old) {
    return plugin ->
        plugin.getState() == State.STATE_OK && !plugin.getSince().equals(old.getSince());
  }

  private void await(String uri, String what, Predicate<Plugin> until) throws Exception {
    daemon.await(uri + ": " + what + ": " + find(uri), () -> until.test(find(uri)));
  }

  /** Nothing has failed since the last look. */
  private void settle(String uri, String what) {
    take().failures().forEach(failure -> board.wrong(label(uri), "before " + what, failure));
  }

  /** What all clients have seen since the last time. */
  private Meter.Result take() {
    Meter.Result all = new Meter.Result(new ArrayList<>(), new ArrayList<>());
    for (Traffic load : loads) {
      Meter.Result one = load.meter().take();
      all.samples().addAll(one.samples());
      one.failures().stream()
          .filter(failure -> failure.began() > enabledAt)
          .forEach(all.failures()::add);
    }
    return all;
  }

  private String label(String uri) {
    return uri + as;
  }

  /** Null where it is not known. */
  private Plugin find(String uri) {
    int dot = uri.lastIndexOf('.');
    String filter = "type==%s,id==%s".formatted(uri.substring(0, dot), uri.substring(dot + 1));
    List<Plugin> found =
        admin.list(ListRequest.newBuilder().addFilters(filter).build()).getPluginsList();
    return found.isEmpty() ? null : found.get(0);
  }
}
