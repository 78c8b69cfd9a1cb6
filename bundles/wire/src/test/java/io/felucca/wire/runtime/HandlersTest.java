package io.felucca.wire.runtime;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import java.util.List;
import org.junit.Test;

public class HandlersTest {
  private static final String RUNC = "containerd.runc.v1.Options";

  private static Handlers one(String inside) {
    return Handlers.of("{\"mine\":{\"runtime_type\":\"io.containerd.runc.v2\"" + inside + "}}");
  }

  private static void assertRefused(String json, String message) {
    Fault fault = assertThrows(Fault.class, () -> Handlers.of(json).check());
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertEquals(message, fault.getMessage());
  }

  @Test
  public void nameStandsForTheTypeOrThePath() {
    assertEquals("io.containerd.runc.v2", one("").program("mine"));
    assertEquals("/opt/shim", one(",\"runtime_path\":\"/opt/shim\"").program("mine"));
    assertTrue(one("").has("mine"));
    assertEquals(List.of("mine"), List.copyOf(one("").names()));
  }

  @Test
  public void whatIsNoHandlerIsItself() {
    assertEquals("io.containerd.kata.v2", one("").program("io.containerd.kata.v2"));
    assertEquals("/opt/shim", one("").program("/opt/shim"));
    TypedValue given = new TypedValue("any", new byte[] {1});
    assertSame(given, one("").options("io.containerd.kata.v2", given));
  }

  @Test
  public void unknownNameIsRefusedWithTheKnownOnes() {
    Fault fault = assertThrows(Fault.class, () -> one("").program("theirs"));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertEquals(
        "invalid runtime name theirs, correct runtime name should be either format like"
            + " `io.containerd.runc.v2` or a full path to the binary, or one of the configured"
            + " handlers [mine]",
        fault.getMessage());
  }

  @Test
  public void optionsAreThoseOfRunc() throws Exception {
    Handlers handlers =
        one(",\"options\":{\"BinaryName\":\"crun\",\"SystemdCgroup\":true,\"IoUid\":4294967295}");
    TypedValue options = handlers.options("mine", null);
    assertEquals(RUNC, options.typeUrl());
    Options read = Options.parseFrom(options.bytes());
    assertEquals("crun", read.getBinaryName());
    assertTrue(read.getSystemdCgroup());
    assertEquals(-1, read.getIoUid());
    assertFalse(read.getNoPivotRoot());
  }

  @Test
  public void theDaemonsOwnRuntimeTakesThoseOfRunc() {
    String json =
        "{\"o\":{\"runtime_type\":\"io.felucca.oci.v1\",\"options\":{\"BinaryName\":\"crun\"}}}";
    assertEquals(RUNC, Handlers.of(json).options("o", null).typeUrl());
  }

  @Test
  public void otherRuntimesTakeAnotherMessage() throws Exception {
    String json =
        "{\"k\":{\"runtime_type\":\"io.containerd.kata.v2\",\"options\":{\"ConfigPath\":\"/k\"}}}";
    TypedValue options = Handlers.of(json).options("k", null);
    assertEquals("runtimeoptions.v1.Options", options.typeUrl());
    assertEquals(
        "/k", io.felucca.wire.options.generic.Options.parseFrom(options.bytes()).getConfigPath());
  }

  @Test
  public void whatTheClientChoosesCountsMore() throws Exception {
    Handlers handlers = one(",\"options\":{\"BinaryName\":\"crun\",\"Root\":\"/r\"}");
    byte[] chosen = Options.newBuilder().setBinaryName("youki").build().toByteArray();
    TypedValue both = handlers.options("mine", new TypedValue(RUNC, chosen));
    Options read = Options.parseFrom(both.bytes());
    assertEquals("youki", read.getBinaryName());
    assertEquals("/r", read.getRoot());
    TypedValue foreign = new TypedValue("any", new byte[] {1});
    assertSame(foreign, handlers.options("mine", foreign));
    TypedValue empty = new TypedValue(RUNC, new byte[0]);
    assertArrayEquals(
        handlers.options("mine", null).bytes(), handlers.options("mine", empty).bytes());
  }

  @Test
  public void handlerWithoutOptionsHasNone() {
    assertNull(one("").options("mine", null));
  }

  @Test
  public void mistakesAreNamedByTheirKey() {
    assertRefused("[]", "handlers must be a table, not []");
    assertRefused(
        "{\"a.b\":{}}", "handlers.a.b: a handler's name has no dots, those are names of runtimes");
    assertRefused("{\"a\":7}", "handlers.a must be a table, not 7");
    assertRefused(
        "{\"a\":{\"runtim_type\":\"x\"}}",
        "handlers.a.runtim_type: unknown key, known are [runtime_type, runtime_path, options]");
    assertRefused(
        "{\"a\":{}}", "handlers.a.runtime_type must be given, such as io.containerd.runc.v2");
    assertRefused(
        "{\"a\":{\"runtime_type\":\"runc\"}}",
        "handlers.a.runtime_type must be a name like io.containerd.runc.v2, not \"runc\"");
    assertRefused(
        "{\"a\":{\"runtime_type\":7}}", "handlers.a.runtime_type must be a string, not 7");
    assertRefused(
        "{\"a\":{\"runtime_type\":\"io.containerd.runc.v2\",\"runtime_path\":\"bin\"}}",
        "handlers.a.runtime_path must be an absolute path, not \"bin\"");
  }

  @Test
  public void mistakesInOptionsAreNamedByTheirKey() {
    String start = "{\"a\":{\"runtime_type\":\"io.containerd.runc.v2\",\"options\":";
    assertRefused(start + "7}}", "handlers.a.options must be a table, not 7");
    assertRefused(
        start + "{\"SystemdCgroup\":\"yes\"}}}",
        "handlers.a.options.SystemdCgroup must be a boolean, not \"yes\"");
    assertRefused(
        start + "{\"BinaryName\":[]}}}",
        "handlers.a.options.BinaryName must be a plain value, not []");
    assertRefused(
        start + "{\"IoUid\":-1}}}",
        "handlers.a.options.IoUid must be an integer of 32 bits, not -1");
    Fault fault =
        assertThrows(Fault.class, () -> Handlers.of(start + "{\"Binary\":\"crun\"}}}").check());
    assertTrue(
        fault.getMessage(),
        fault
            .getMessage()
            .startsWith("handlers.a.options.Binary: unknown key, known are [NoPivot"));
  }
}
