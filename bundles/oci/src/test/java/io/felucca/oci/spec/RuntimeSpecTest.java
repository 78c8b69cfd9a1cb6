package io.felucca.oci.spec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.oci.option.Annotations;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.Environment;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class RuntimeSpecTest {
  private static final String ODD =
      "{\"ociVersion\":\"1.2.0\",\"x\":{\"y\":[1,null,18446744073709551615]},"
          + "\"process\":{\"z\":\"<&>é\",\"rlimits\":[{\"hard\":18446744073709551615}]}}";

  @Test
  public void unknownFieldsStayAsTheyAre() {
    RuntimeSpec spec = RuntimeSpec.parse(ODD);

    RuntimeSpec changed = SpecBuilder.of(spec).with(Command.directory("/a")).build();

    assertEquals(ODD, spec.toString());
    assertEquals(ODD.replace("}]}}", "}],\"cwd\":\"/a\"}}"), changed.toString());
  }

  @Test
  public void specificationsDoNotChange() {
    RuntimeSpec spec = RuntimeSpec.parse(ODD);

    spec.tree().addProperty("more", 1);
    RuntimeSpec changed = SpecBuilder.of(spec).with(Annotations.add(Map.of("a", "b"))).build();

    assertEquals(ODD, spec.toString());
    assertEquals(Map.of("a", "b"), changed.annotations());
    assertNotEquals(spec, changed);
    assertEquals(spec, RuntimeSpec.parse(spec.toBytes()));
    assertEquals(spec.hashCode(), RuntimeSpec.parse(spec.toBytes()).hashCode());
  }

  @Test
  public void recordsHoldThemWithTheirType() {
    RuntimeSpec spec = RuntimeSpec.parse(ODD);

    assertEquals("types.containerd.io/opencontainers/runtime-spec/1/Spec", spec.typed().typeUrl());
    assertEquals(spec, RuntimeSpec.of(spec.typed()));
    assertThrows(
        Fault.class, () -> RuntimeSpec.of(new TypedValue("google.protobuf.Empty", new byte[0])));
  }

  @Test
  public void beginningHasWhatContainersNeed() {
    RuntimeSpec spec = SpecBuilder.linux("ns", "web").build();

    assertEquals("/ns/web", spec.cgroupsPath());
    assertEquals("rootfs", spec.rootPath());
    assertEquals(7, spec.mounts().size());
    assertEquals("/", spec.cwd());
    assertEquals(List.of(), spec.args());
    assertTrue(spec.has(NamespaceKind.NETWORK));
    assertThrows(Fault.class, () -> SpecBuilder.linux("", "web"));
  }

  @Test
  public void optionsApplyInTheirOrder() {
    SpecOption both = SpecOption.all(Command.args("a"), Command.args("b"));

    RuntimeSpec spec =
        SpecBuilder.linux("ns", "web")
            .with(both, Command.terminal())
            .with(Command.args("c"))
            .build();

    assertEquals(List.of("c"), spec.args());
    assertTrue(spec.terminal());
    assertEquals(List.of("TERM=xterm"), spec.env());
  }

  @Test
  public void draftsKnowTheirContainer() {
    RuntimeSpec spec =
        SpecBuilder.of(RuntimeSpec.parse("{}"), "ns", "web")
            .with(draft -> draft.tree().addProperty("hostname", draft.namespace() + draft.id()))
            .build();

    assertEquals("nsweb", spec.hostname());
  }

  @Test
  public void execsGetTheProcessWithOtherArguments() {
    RuntimeSpec spec =
        SpecBuilder.linux("ns", "web")
            .with(
                Command.args("a"),
                Command.terminal(),
                Command.terminalSize(80, 24),
                Environment.set("A=b"))
            .build();

    assertEquals(
        "{\"user\":{\"uid\":0,\"gid\":0},\"env\":[\"TERM=xterm\",\"A=b\"],\"args\":[\"id\"]}",
        without(spec.processFor(List.of("id"))).toString());
    assertTrue(spec.terminal());
  }

  private static JsonObject without(JsonObject process) {
    List.of("cwd", "capabilities", "rlimits", "noNewPrivileges").forEach(process::remove);
    JsonObject ordered = new JsonObject();
    List.of("user", "env", "args").forEach(name -> ordered.add(name, process.remove(name)));
    process.entrySet().forEach(rest -> ordered.add(rest.getKey(), rest.getValue()));
    return ordered;
  }

  @Test
  public void whatIsNoObjectIsRefused() {
    assertThrows(Fault.class, () -> RuntimeSpec.parse("[]"));
    assertThrows(Fault.class, () -> RuntimeSpec.parse("{\"process\":[]}").args());
    assertThrows(Fault.class, () -> RuntimeSpec.parse("{\"process\":{\"args\":\"a\"}}").args());
  }
}
