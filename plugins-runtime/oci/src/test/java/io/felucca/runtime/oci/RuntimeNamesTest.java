package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.runc.RuncSettings;
import io.felucca.runtime.oci.folder.TaskFolders;
import io.felucca.wire.options.Options;
import io.felucca.wire.runtime.Handlers;
import java.nio.file.Path;
import java.util.Set;
import org.junit.Test;

public class RuntimeNamesTest {
  private static final String HANDLER =
      "{\"special\":{\"runtime_type\":\"io.containerd.runc.v2\",\"options\":{\"BinaryName\":\"crun\"}}}";

  private static RuntimeNames names(String handlers, String binary, String root, String keeper) {
    return new RuntimeNames(
        new Settings(
            new TaskFolders(Path.of("/state")),
            Path.of("/root"),
            Set.of(Fixture.RUNTIME),
            Handlers.of(handlers),
            binary,
            Path.of(root),
            false,
            keeper));
  }

  private static RuntimeNames names(String handlers) {
    return names(handlers, "runc", "/run/r", "auto");
  }

  @Test
  public void namesAndHandlersAreTakenAndPathsAreNot() {
    RuntimeNames names = names(HANDLER);
    names.check();
    assertTrue(names.accept(Fixture.RUNTIME));
    assertTrue(names.accept("special"));
    assertFalse(names.accept("io.containerd.kata.v2"));
    assertFalse(names.accept("/usr/bin/containerd-shim-runc-v2"));
    assertEquals("special", names.facts().get("handlers"));
    assertEquals(Fixture.RUNTIME, names.type("special"));
  }

  @Test
  public void clientsOptionsCountMoreThanTheHandlersAndThoseMoreThanTheConfigurations() {
    RuntimeNames names = names(HANDLER);
    assertEquals("runc", names.settings("ns", Fixture.RUNTIME, null).binary());
    assertEquals("crun", names.settings("ns", "special", null).binary());
    Options chosen = Options.newBuilder().setBinaryName("youki").setRoot("/else").build();
    TypedValue given = new TypedValue("containerd.runc.v1.Options", chosen.toByteArray());
    RuncSettings settings = names.settings("ns", "special", given);
    assertEquals("youki", settings.binary());
    assertEquals(Path.of("/else/ns"), settings.root());
    assertEquals(Path.of("/run/r/ns"), names.settings("ns", Fixture.RUNTIME, null).root());
  }

  @Test
  public void optionsOfShimsInGeneralSayNothing() {
    TypedValue generic = new TypedValue("runtimeoptions.v1.Options", new byte[] {10, 1, 65});
    assertEquals("runc", names("{}").settings("ns", Fixture.RUNTIME, generic).binary());
  }

  @Test
  public void mistakesAreToldWithTheirKey() {
    refused("handlers.h.runtime_path", names(handler("io.containerd.runc.v2", "/bin/shim")));
    refused("handlers.h.runtime_type", names(handler("io.containerd.kata.v2", "")));
    refused("binary", names("{}", "", "/run/r", "auto"));
    refused("root", names("{}", "runc", "relative", "auto"));
    refused("supervisor", names("{}", "runc", "/run/r", "none"));
  }

  private static String handler(String type, String path) {
    return "{\"h\":{\"runtime_type\":\"" + type + "\",\"runtime_path\":\"" + path + "\"}}";
  }

  private static void refused(String key, RuntimeNames names) {
    Fault fault = assertThrows(Fault.class, names::check);
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().startsWith(key));
  }
}
