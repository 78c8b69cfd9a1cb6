package io.felucca.runtime.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.TypedValue;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.wire.cri.NamespaceMode;
import io.felucca.wire.cri.PodConfig;
import io.felucca.wire.cri.PodLinux;
import io.felucca.wire.cri.PodMapping;
import io.felucca.wire.cri.PodName;
import io.felucca.wire.cri.PodNamespaces;
import io.felucca.wire.cri.PodNumber;
import io.felucca.wire.cri.PodResources;
import io.felucca.wire.cri.PodSecurity;
import io.felucca.wire.cri.PodUsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PodSpecTest {
  private static JsonObject spec(PodConfig config, String netns) {
    TypedValue options = new TypedValue(PodRequest.CONFIG, config.toByteArray());
    CreateSandbox request =
        new CreateSandbox("p", null, List.of(), options, netns, Map.of("acme/x", "y"));
    TypedValue spec = PodSpec.of(PodRequest.of("ns", request), Path.of("/rootfs"));
    assertEquals(PodSpec.TYPE, spec.typeUrl());
    return JsonParser.parseString(new String(spec.bytes(), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private static PodConfig with(PodLinux.Builder linux) {
    return PodConfig.newBuilder().setHostname("h").setLinux(linux).build();
  }

  private static PodLinux.Builder namespaces(PodNamespaces.Builder all) {
    return PodLinux.newBuilder().setSecurity(PodSecurity.newBuilder().setNamespaces(all));
  }

  private static JsonObject linux(JsonObject spec) {
    return spec.getAsJsonObject("linux");
  }

  /** Each as {@code type} or {@code type=path}. */
  private static List<String> namespaces(JsonObject spec) {
    List<String> all = new ArrayList<>();
    for (JsonElement one : linux(spec).getAsJsonArray("namespaces")) {
      JsonObject namespace = one.getAsJsonObject();
      JsonElement path = namespace.get("path");
      all.add(namespace.get("type").getAsString() + (path == null ? "" : "=" + path.getAsString()));
    }
    return all;
  }

  @Test
  public void byDefaultAPodHasAllNamespacesAndNoRights() {
    JsonObject spec = spec(PodConfig.getDefaultInstance(), "");
    assertEquals(List.of("mount", "pid", "ipc", "uts", "network"), namespaces(spec));
    JsonObject process = spec.getAsJsonObject("process");
    assertEquals("[\"/pause\"]", process.get("args").toString());
    assertEquals("{}", process.get("capabilities").toString());
    assertTrue(process.get("noNewPrivileges").getAsBoolean());
    assertEquals("{\"path\":\"/rootfs\",\"readonly\":true}", spec.get("root").toString());
    assertFalse(spec.has("hostname"));
    assertEquals("/ns/p", linux(spec).get("cgroupsPath").getAsString());
    assertEquals(
        "0",
        linux(spec)
            .getAsJsonObject("sysctl")
            .get("net.ipv4.ip_unprivileged_port_start")
            .getAsString());
  }

  @Test
  public void aNetworkThatIsGivenIsJoined() {
    JsonObject spec = spec(with(PodLinux.newBuilder()), "/run/netns/x");
    assertEquals(List.of("mount", "pid", "ipc", "uts", "network=/run/netns/x"), namespaces(spec));
    assertEquals("h", spec.get("hostname").getAsString());
  }

  @Test
  public void whatIsTheHostsIsNotAPodsOwn() {
    PodNamespaces.Builder host = PodNamespaces.newBuilder().setNetwork(NamespaceMode.NODE);
    JsonObject spec = spec(with(namespaces(host)), "");
    assertEquals(List.of("mount", "pid", "ipc"), namespaces(spec));
    assertFalse("the host's name is not a pod's to set", spec.has("hostname"));
    assertEquals("{}", linux(spec).get("sysctl").toString());
    host.setPid(NamespaceMode.NODE).setIpc(NamespaceMode.NODE);
    assertEquals(List.of("mount"), namespaces(spec(with(namespaces(host)), "")));
    Fault fault = assertThrows(Fault.class, () -> spec(with(namespaces(host)), "/run/netns/x"));
    assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void whatLinuxDoesNotHaveIsRefusedBeforeThereIsAPod() {
    PodNumber minus = PodNumber.newBuilder().setValue(-1).build();
    PodNumber large = PodNumber.newBuilder().setValue(1L << 32).build();
    PodNumber one = PodNumber.newBuilder().setValue(1).build();
    for (PodSecurity.Builder security :
        List.of(
            PodSecurity.newBuilder().setRunAsUser(minus),
            PodSecurity.newBuilder().setRunAsUser(large),
            PodSecurity.newBuilder().setRunAsUser(one).setRunAsGroup(large),
            PodSecurity.newBuilder().addSupplementalGroups(-1))) {
      PodConfig config = with(PodLinux.newBuilder().setSecurity(security));
      Fault fault = assertThrows(Fault.class, () -> spec(config, ""));
      assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
    }
    Fault fault = assertThrows(Fault.class, () -> cgroup("/a\0b"));
    assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void cgroupsAreBelowTheirParent() {
    assertEquals("/kube/x/p", cgroup("/kube/x"));
    assertEquals("/kube/p", cgroup("kube/"));
    assertEquals("b.slice:cri-containerd:p", cgroup("/a.slice/b.slice"));
  }

  private static String cgroup(String parent) {
    return linux(spec(with(PodLinux.newBuilder().setCgroupParent(parent)), ""))
        .get("cgroupsPath")
        .getAsString();
  }

  @Test
  public void sysctlsOfTheConfigurationCountMore() {
    JsonObject sysctls =
        linux(
                spec(
                    with(
                        PodLinux.newBuilder()
                            .putSysctls("net.ipv4.ping_group_range", "1 0")
                            .putSysctls("kernel.shm_rmid_forced", "1")),
                    ""))
            .getAsJsonObject("sysctl");
    assertEquals("1 0", sysctls.get("net.ipv4.ping_group_range").getAsString());
    assertEquals("1", sysctls.get("kernel.shm_rmid_forced").getAsString());
    assertEquals("0", sysctls.get("net.ipv4.ip_unprivileged_port_start").getAsString());
  }

  @Test
  public void itIsKnownAsAPodByItsAnnotations() {
    PodConfig config =
        PodConfig.newBuilder()
            .setMetadata(PodName.newBuilder().setName("web").setNamespace("prod").setUid("u-1"))
            .putAnnotations("not.passed", "on")
            .setLinux(
                PodLinux.newBuilder()
                    .setResources(PodResources.newBuilder().setMemoryLimitInBytes(7)))
            .build();
    JsonObject annotations = spec(config, "").getAsJsonObject("annotations");
    assertEquals("sandbox", text(annotations, "io.kubernetes.cri.container-type"));
    assertEquals("p", text(annotations, "io.kubernetes.cri.sandbox-id"));
    assertEquals("web", text(annotations, "io.kubernetes.cri.sandbox-name"));
    assertEquals("prod", text(annotations, "io.kubernetes.cri.sandbox-namespace"));
    assertEquals("u-1", text(annotations, "io.kubernetes.cri.sandbox-uid"));
    assertEquals("7", text(annotations, "io.kubernetes.cri.sandbox-memory"));
    assertEquals("y", text(annotations, "acme/x"));
    assertFalse(annotations.has("not.passed"));
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }

  @Test
  public void usersAreTakenOver() {
    PodSecurity.Builder security =
        PodSecurity.newBuilder()
            .setRunAsUser(PodNumber.newBuilder().setValue(1000))
            .setRunAsGroup(PodNumber.newBuilder().setValue(1001))
            .addSupplementalGroups(5);
    JsonObject user = user(security);
    assertEquals("{\"uid\":1000,\"gid\":1001,\"additionalGids\":[5]}", user.toString());
    Fault fault = assertThrows(Fault.class, () -> user(security.clearRunAsUser()));
    assertEquals(Kind.INVALID_ARGUMENT, fault.kind());
  }

  private static JsonObject user(PodSecurity.Builder security) {
    return spec(with(PodLinux.newBuilder().setSecurity(security)), "")
        .getAsJsonObject("process")
        .getAsJsonObject("user");
  }

  private static PodNamespaces.Builder mapped(NamespaceMode mode) {
    PodMapping.Builder ids =
        PodMapping.newBuilder().setHostId(0x80000000).setContainerId(0).setLength(65536);
    return PodNamespaces.newBuilder()
        .setUsers(PodUsers.newBuilder().setMode(mode).addUids(ids).addGids(ids));
  }

  @Test
  public void usersOfItsOwnAreMapped() {
    JsonObject linux =
        spec(with(namespaces(mapped(NamespaceMode.POD))), "").getAsJsonObject("linux");
    String mapping = "[{\"containerID\":0,\"hostID\":2147483648,\"size\":65536}]";
    assertEquals(mapping, linux.get("uidMappings").toString());
    assertEquals(mapping, linux.get("gidMappings").toString());
    assertTrue(linux.get("namespaces").toString().contains("{\"type\":\"user\"}"));
    assertEquals("{\"net.ipv4.ip_unprivileged_port_start\":\"0\"}", linux.get("sysctl").toString());
  }

  @Test
  public void usersThatDoNotFitAreInvalid() {
    PodNamespaces.Builder unmapped =
        PodNamespaces.newBuilder().setUsers(PodUsers.newBuilder().setMode(NamespaceMode.POD));
    for (PodNamespaces.Builder each :
        List.of(
            unmapped,
            mapped(NamespaceMode.NODE),
            mapped(NamespaceMode.CONTAINER),
            mapped(NamespaceMode.POD).setPid(NamespaceMode.NODE))) {
      Fault fault = assertThrows(Fault.class, () -> spec(with(namespaces(each)), ""));
      assertEquals(each.toString(), Kind.INVALID_ARGUMENT, fault.kind());
    }
    PodNamespaces.Builder own = mapped(NamespaceMode.POD);
    Fault fault = assertThrows(Fault.class, () -> spec(with(namespaces(own)), "/run/netns/x"));
    assertEquals(Kind.UNIMPLEMENTED, fault.kind());
  }
}
