package io.felucca.registry.declare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.rig.Jars;
import io.felucca.registry.toys.Sail;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DeclarationsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void headersAreReadWithQuotesAndLists() {
    List<ManifestHeader.Clause> clauses =
        ManifestHeader.parse(
            "osgi.service;objectClass:List<String>=\"a.B,c.D\";uses:=\"x,y\","
                + "io.felucca.plugin;type=\"t.v1\";id=\"a;b,c\\\"\";beside:Boolean=false");
    assertEquals(2, clauses.size());
    assertEquals(List.of("a.B", "c.D"), clauses.get(0).attributes().get("objectClass"));
    assertEquals("a;b,c\"", clauses.get(1).attributes().get("id"));
    assertFalse(Declaration.of(clauses.get(1).attributes()).beside());
    assertTrue(ManifestHeader.parse(null).isEmpty());
  }

  @Test
  public void requirementsMayBeOneOrMany() {
    assertEquals(
        List.of("a", "b"),
        Declaration.of(Map.of("type", "t", "id", "i", "requires", List.of("a", "b"))).requires());
    assertEquals(
        List.of("*"), Declaration.of(Map.of("type", "t", "id", "i", "requires", "*")).requires());
    assertThrows(IllegalArgumentException.class, () -> Declaration.of(Map.of("type", "t")));
  }

  @Test
  public void methodNamesBecomePropertiesAsDeclarativeServicesSays() {
    assertEquals("root.path", PropertyName.of("root_path"));
    assertEquals("a_b", PropertyName.of("a__b"));
    assertEquals("a-b", PropertyName.of("a$_$b"));
    assertEquals("new", PropertyName.of("$new"));
    assertEquals("a$b", PropertyName.of("a$$b"));
  }

  @Test
  public void theKeysOfAJarsPluginsAreReadWithoutLoadingAClass() throws Exception {
    Path jar = Jars.toy(folder.getRoot().toPath().resolve("toy.jar"), Map.of(), Sail.class);
    Map<Declaration, Schema> found = JarDeclarations.read(jar);
    assertEquals(
        "[test.sail.v1.main]", found.keySet().stream().map(Declaration::uri).toList() + "");
    Schema schema = found.values().iterator().next();
    assertEquals(
        List.of("cloth_name", "reefs", "battens", "torn", "mood"),
        schema.settable().stream().map(Key::tomlKey).toList());
    assertEquals(List.of(), schema.find("battens").defaultValue());
    assertTrue(schema.find("battens").array());
    assertEquals(2, schema.find("reefs").defaultValue());
    assertEquals(false, schema.find("torn").defaultValue());
    assertTrue(schema.reads("plugin.root"));
    assertFalse(schema.reads("daemon.uid"));
  }
}
