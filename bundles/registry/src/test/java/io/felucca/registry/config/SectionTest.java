package io.felucca.registry.config;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.declare.Key;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import io.felucca.registry.toml.Table;
import io.felucca.registry.toml.TomlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class SectionTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Key("root.path", Key.Type.STRING, false, ""),
              new Key("mount.options", Key.Type.STRING, true, List.of()),
              new Key("level", Key.Type.INTEGER, false, 1),
              new Key("sizes", Key.Type.LONG, true, null),
              new Key("ratio", Key.Type.DOUBLE, false, 0.5),
              new Key("default.validator.enable", Key.Type.BOOLEAN, false, false),
              new Key("runtimes", Key.Type.JSON, false, "{}"),
              new Key("unpack.config", Key.Type.JSON, false, "[]"),
              new Key("plugin.root", Key.Type.STRING, false, null)),
          false);

  private static Map<String, Object> read(String text) {
    return Section.properties(TomlReader.parse("c", text), SCHEMA);
  }

  private static List<String> problems(String text) {
    List<String> problems = new ArrayList<>();
    Catalog catalog =
        new Catalog() {
          @Override
          public Set<PluginUri> plugins() {
            return Set.of(new PluginUri("io.containerd.snapshotter.v1", "overlayfs"));
          }

          @Override
          public boolean has(String uri) {
            return uris().contains(uri);
          }

          @Override
          public Schema schema(String uri) {
            return has(uri) ? SCHEMA : null;
          }
        };
    Table all = Defaults.table();
    Merge.into(all, TomlReader.parse("c", text));
    new PluginCheck(catalog, problem -> problems.add(problem.weight() + " " + problem)).run(all);
    return problems;
  }

  @Test
  public void valuesBecomeWhatTheComponentDeclares() {
    Map<String, Object> properties =
        read("root_path='/x'\nmount_options=['a','b']\nlevel=3\nsizes=[1,2]\nratio=2\n");
    assertEquals("/x", properties.get("root.path"));
    assertArrayEquals(new String[] {"a", "b"}, (String[]) properties.get("mount.options"));
    assertEquals(3L, properties.get("level"));
    assertArrayEquals(new Long[] {1L, 2L}, (Long[]) properties.get("sizes"));
    assertEquals(2.0, properties.get("ratio"));
  }

  @Test
  public void tablesBecomeLongerKeysOrJson() {
    Map<String, Object> properties =
        read("[default_validator]\nenable=true\n[runtimes.runc]\nx=1\n[[unpack_config]]\np='l'\n");
    assertEquals(true, properties.get("default.validator.enable"));
    assertEquals("{\"runc\":{\"x\":1}}", properties.get("runtimes"));
    assertEquals("[{\"p\":\"l\"}]", properties.get("unpack.config"));
  }

  @Test
  public void unknownKeysAndWrongTypesHavePlaceAndHint() {
    String header = "[plugins.'io.containerd.snapshotter.v1.overlayfs']\n";
    assertEquals(
        List.of(
            "UNKNOWN c:2:1: io.containerd.snapshotter.v1.overlayfs: unknown key \"rootpath\""
                + " (did you mean \"root_path\"?)",
            "ERROR c:3:1: io.containerd.snapshotter.v1.overlayfs: level must be an integer, not a"
                + " string (\"3\")",
            "ERROR c:4:1: io.containerd.snapshotter.v1.overlayfs: mount_options must be an array"
                + " of strings, not a string (\"x\")"),
        problems(header + "rootpath='/x'\nlevel='3'\nmount_options='x'\n"));
  }

  @Test
  public void keysOfTheDaemonCannotBeSet() {
    String header = "[plugins.'io.containerd.snapshotter.v1.overlayfs']\n";
    assertTrue(problems(header + "plugin_root='/x'\n").get(0).contains("unknown key"));
    assertEquals(Map.of(), read("plugin_root='/x'\n"));
  }

  @Test
  public void keysThatOnlyContainerdHasAreNoted() {
    assertEquals(
        List.of(
            "NOTE c:2:1: io.containerd.snapshotter.v1.overlayfs: slow_chown has no meaning in this"
                + " build; ignored",
            "NOTE c:3:1: plugin io.containerd.grpc.v1.cri is not part of this build; its keys are"
                + " ignored",
            "NOTE c:5:1: plugin io.containerd.snapshotter.v1.overlayf is not known (did you mean"
                + " \"io.containerd.snapshotter.v1.overlayfs\"?); its keys are ignored"),
        problems(
            "[plugins.'io.containerd.snapshotter.v1.overlayfs']\nslow_chown=true\n"
                + "[plugins.'io.containerd.grpc.v1.cri']\nwhatever=1\n"
                + "[plugins.'io.containerd.snapshotter.v1.overlayf']\nx=1\n"));
  }

  @Test
  public void requiredPluginsMustBeThere() {
    List<String> told =
        problems(
            "required_plugins=['io.containerd.snapshotter.v1.overlay']\ndisabled_plugins=['a.b']\n");
    assertTrue(told.toString(), told.get(0).startsWith("NOTE c:2:19: disabled plugin a.b is not"));
    assertTrue(told.toString(), told.get(1).startsWith("ERROR c:1:19: required plugin"));
  }

  @Test
  public void aComponentThatReadsAMapTakesAnything() {
    Map<String, Object> properties =
        Section.properties(
            TomlReader.parse("c", "any_key=1\nlist=['x']\n[t]\na=1\n"),
            new Schema(List.of(), true));
    assertEquals(1L, properties.get("any.key"));
    assertArrayEquals(new String[] {"x"}, (String[]) properties.get("list"));
    assertEquals("{\"a\":1}", properties.get("t"));
  }

  @Test
  public void proxyPluginsAreChecked() {
    List<String> told =
        problems(
            "[proxy_plugins.a]\ntype='snap'\naddress='/a'\n[proxy_plugins.b]\ntype='snapshot'\n"
                + "[proxy_plugins.overlayfs]\ntype='snapshot'\naddress='/c'\n"
                + "[proxy_plugins.d]\ntype='content'\naddress='/d'\n");
    assertEquals(
        List.of(
            "ERROR c:1:1: proxy_plugins.a.type must be snapshot, content, diff, sandbox or a whole"
                + " type, not \"snap\"",
            "ERROR c:4:1: proxy_plugins.b.address must be given",
            "ERROR c:6:1: proxy_plugins.overlayfs has the name of the plugin"
                + " io.containerd.snapshotter.v1.overlayfs: name that in disabled_plugins, or choose"
                + " another",
            "NOTE c:9:1: proxy_plugins.d: this build has no adapter for plugins of"
                + " io.containerd.content.v1"),
        told);
  }

  @Test
  public void thePlatformOfAProxyIsOne() {
    assertEquals(
        List.of(
            "ERROR c:4:1: proxy_plugins.x.platform must be os/arch or os/arch/variant, not a string"
                + " (\"linux\")"),
        problems("[proxy_plugins.x]\ntype='snapshot'\naddress='/c'\nplatform='linux'\n"));
  }

  @Test
  public void aProxyMayTakeTheNameOfADisabledPlugin() {
    assertEquals(
        List.of(
            "NOTE c:2:1: proxy_plugins.overlayfs: this build has no adapter for plugins of"
                + " io.containerd.snapshotter.v1"),
        problems(
            "disabled_plugins=['io.containerd.snapshotter.v1.overlayfs']\n"
                + "[proxy_plugins.overlayfs]\ntype='snapshot'\naddress='/c'\n"));
  }
}
