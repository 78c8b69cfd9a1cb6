package io.felucca.registry;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginKind;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.rig.Jars;
import io.felucca.registry.rig.TestDaemon;
import io.felucca.registry.toys.Sail;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BootTest {
  @SuppressWarnings("rawtypes")
  private static final PluginKind<Supplier> SAIL = new PluginKind<>("test.sail.v1", Supplier.class);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aDeclaredPluginIsBroughtUpAndServes() throws Exception {
    Path home = folder.getRoot().toPath();
    Path toy = Jars.toy(home.resolve("toy.jar"), Map.of(), Sail.class);
    try (TestDaemon daemon = TestDaemon.start(home, List.of(toy))) {
      assertEquals(PluginState.OK, daemon.info("test.sail.v1.main").state());
      assertEquals(
          "shipped linen 2 0", daemon.registry().call(Scope.daemon(), SAIL, "main", Supplier::get));
      daemon.admin().swap("test.sail.v1", "main");
      assertEquals(
          "shipped linen 2 0", daemon.registry().call(Scope.daemon(), SAIL, "main", Supplier::get));
    }
  }
}
