package io.felucca.itests.hotswap;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Broken changes through each door: refused with place and reason, the running state unchanged,
 * told by {@code ctr plugins ls -d} and by the event stream.
 */
public class BrokenChangesIT {
  private static final String GC = "[plugins.\"io.containerd.gc.v1.scheduler\"]\n";

  /** A broken configuration, the line where that is, and a word of why. */
  private record Mistake(String what, String text, int line, String why) {}

  private static final List<Mistake> CONFIGURATIONS =
      List.of(
          new Mistake("syntax", "version = 3\n[plugins\n", 2, "failed to unmarshal TOML"),
          new Mistake(
              "unknown key",
              "version = 3\n" + GC + "pause_treshold = 0.1\n",
              3,
              "did you mean \"pause_threshold\"?"),
          new Mistake("wrong type", "version = 3\n" + GC + "pause_threshold = []\n", 3, "a float"),
          new Mistake(
              "missing dependency",
              "version = 3\ndisabled_plugins = [\"io.containerd.content.v1.content\"]\n",
              2,
              "no plugin of type io.containerd.content.v1 would be left"),
          new Mistake(
              "fixed key", "version = 3\nroot = \"/elsewhere\"\n", 2, "root cannot change"));

  private Daemon daemon;
  private Rpc rpc;
  private News news;
  private PluginsGrpc.PluginsBlockingStub admin;

  @Before
  public void startDaemon() throws Exception {
    daemon = Daemon.configured(Files.createTempDirectory("felucca-broken"), "");
    daemon.start();
    rpc = new Rpc(daemon.address(), "");
    news = News.of(rpc);
    admin = PluginsGrpc.newBlockingStub(rpc.channel());
  }

  @After
  public void endDaemon() throws Exception {
    rpc.close();
    daemon.close();
  }

  /** What must not change: every plugin, its state and since when. */
  private List<String> standing() {
    return admin.list(ListRequest.getDefaultInstance()).getPluginsList().stream()
        .filter(plugin -> !plugin.getType().equals("io.felucca.config.v1"))
        .map(plugin -> plugin.getId() + " " + plugin.getState() + " " + plugin.getSince())
        .toList();
  }

  private Path confD(String name) throws Exception {
    return Files.createDirectories(daemon.folder().resolve("conf.d")).resolve(name);
  }

  private String shown(String id) {
    try {
      return daemon.ctr("plugins", "ls", "-d", "id==" + id).ok().out();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void told(String id, String place, String why) throws Exception {
    daemon.await("ctr tells " + why, () -> shown(id).contains(why) && shown(id).contains(place));
    daemon.await("an event tells " + why, () -> news.has("refused", why));
    news.forget();
  }

  @Test
  public void brokenConfigurationsAreRefusedWhicheverDoorTheyComeThrough() throws Exception {
    List<String> before = standing();
    String good = Files.readString(daemon.config());
    for (Mistake broken : CONFIGURATIONS) {
      Path file = confD("x.toml");
      String place = file + ":" + broken.line();

      Files.writeString(file, broken.text());
      told("files", place, broken.why());
      daemon.signal("HUP");
      daemon.await("HUP is answered", () -> news.has("refused", broken.why()));
      Files.delete(file);
      daemon.felucca("plugins", "reload").ok();
      news.forget();

      Path given = Files.writeString(daemon.folder().resolve("x.toml"), broken.text());
      Command check = daemon.felucca("config", "check", given.toString());
      assertEquals(broken.what() + check, 1, check.code());
      assertTrue(
          check.toString(), check.out().contains(place) && check.out().contains(broken.why()));
      Command apply = daemon.felucca("config", "apply", given.toString());
      assertEquals(broken.what() + apply, 1, apply.code());
      assertTrue(
          apply.toString(), apply.err().contains(place) && apply.err().contains(broken.why()));
      assertTrue("the refused file stays", Files.notExists(file));
      told("files", place, broken.why());

      assertEquals(broken.what(), before, standing());
      System.out.println(broken.what() + ": " + apply.err().strip());
    }
    Files.writeString(daemon.config(), good.replace("version = 2", "version = = 2"));
    told("files", daemon.config() + ":1", "failed to unmarshal TOML");
    assertEquals(before, standing());
    Files.writeString(daemon.config(), good);
    daemon.await("the mended file is taken", () -> !shown("files").contains("refused"));
    assertEquals(before, standing());
  }

  private interface Jar {
    void make(Jars jars) throws Exception;
  }

  @Test
  public void brokenJarsAreRefusedWhicheverDoorTheyComeThrough() throws Exception {
    Path plugins = daemon.root().resolve("felucca-plugins");
    List<String> before = standing();
    String bundle = "io.felucca.native";
    Path apart = Files.createDirectory(daemon.folder().resolve("apart"));
    refused(plugins, apart, bundle, "garbage", Jars::garbage);
    refused(plugins, apart, bundle, "io.felucca.api.of.tomorrow", jars -> jars.unresolvable(1));
    refused(plugins, apart, bundle, Broken.WHY, jars -> jars.failing(2));
    assertEquals(states(before), states(standing()));
    Plugin serving =
        admin.list(ListRequest.newBuilder().addFilters("id==native").build()).getPlugins(0);
    assertTrue(serving.toString(), !serving.getOrigin().contains(".jar"));
  }

  private static List<String> states(List<String> standing) {
    return standing.stream().map(line -> line.replaceAll(" seconds.*", "")).toList();
  }

  private void refused(Path plugins, Path apart, String bundle, String why, Jar jar)
      throws Exception {
    String words = why.equals("garbage") ? "" : why;
    jar.make(new Jars(plugins, bundle));
    told("jars", bundle + ".jar", words);
    new Jars(plugins, bundle).remove();
    daemon.await("the jar is forgotten", () -> !shown("jars").contains(bundle));
    news.forget();
    jar.make(new Jars(apart, bundle));
    Command install =
        daemon.felucca("plugins", "install", apart.resolve(bundle + ".jar").toString());
    assertEquals(install.toString(), 1, install.code());
    assertTrue(install.toString(), install.err().contains(words));
    daemon.await("an event tells " + why, () -> news.has("refused", words));
    assertTrue("the refused jar stays", Files.notExists(plugins.resolve(bundle + ".jar")));
    news.forget();
    System.out.println(why + ": " + install.err().lines().findFirst().orElse(""));
  }
}
