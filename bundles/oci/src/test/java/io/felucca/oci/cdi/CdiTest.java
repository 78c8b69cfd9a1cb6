package io.felucca.oci.cdi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Namespaces;
import io.felucca.oci.option.Users;
import io.felucca.oci.spec.IdMapping;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecMount;
import io.felucca.oci.spec.SpecOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CdiTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path first;
  private Path second;
  private CdiDevices devices;

  @Before
  public void makeFolders() throws IOException {
    first = folder.newFolder("first").toPath();
    second = folder.newFolder("second").toPath();
    devices = CdiDevices.in(List.of(first, second, Path.of("/no/such/folder")));
  }

  private static void device(Path file, String name, String edits) throws IOException {
    Files.writeString(
        file,
        """
        {"cdiVersion": "1.1.0", "kind": "vendor.com/gpu", "containerEdits": {"env": ["ALL=1"]},
         "devices": [{"name": "%s", "containerEdits": %s}]}
        """
            .formatted(name, edits));
  }

  private RuntimeSpec inject(String... names) {
    return SpecBuilder.linux("test", "id").with(devices.inject(names)).build();
  }

  private RuntimeSpec injectOne(String edits, SpecOption... before) throws IOException {
    device(first.resolve("a.json"), "0", edits);
    return SpecBuilder.linux("test", "id")
        .with(before)
        .with(devices.inject("vendor.com/gpu=0"))
        .build();
  }

  private static JsonObject linux(RuntimeSpec spec) {
    return spec.tree().getAsJsonObject("linux");
  }

  @Test
  public void yamlIsReadAsJson() throws IOException {
    Files.writeString(
        first.resolve("a.yaml"),
        """
        # made by a vendor's tool
        cdiVersion: 0.5.0
        kind: vendor.com/gpu
        devices:
        - name: "0"
          containerEdits:
            env: [A=1]
            deviceNodes:
            - {path: /dev/x, hostPath: /dev/null, fileMode: 0640, permissions: r}
        """);

    RuntimeSpec spec = inject("vendor.com/gpu=0");

    assertEquals(List.of("A=1"), spec.env());
    assertEquals(
        "[{\"path\":\"/dev/x\",\"type\":\"c\",\"major\":1,\"minor\":3,\"fileMode\":416}]",
        linux(spec).get("devices").toString());
  }

  @Test
  public void editsOfAFileComeOnceAndFirst() throws IOException {
    device(first.resolve("a.json"), "0", "{\"env\": [\"ZERO=1\"]}");
    Files.writeString(
        first.resolve("b.json"),
        """
        {"cdiVersion": "0.5.0", "kind": "vendor.com/nic", "containerEdits": {"env": ["NIC=1"]},
         "devices": [{"name": "a", "containerEdits": {"env": ["X=a"]}},
                     {"name": "b", "containerEdits": {"env": ["X=b"]}}]}
        """);

    RuntimeSpec spec = inject("vendor.com/nic=a", "vendor.com/gpu=0", "vendor.com/nic=b");

    assertEquals(List.of("NIC=1", "X=b", "ALL=1", "ZERO=1"), spec.env());
    assertEquals(
        List.of("vendor.com/gpu=0", "vendor.com/nic=a", "vendor.com/nic=b"), devices.names());
  }

  @Test
  public void laterFoldersHideEarlierOnes() throws IOException {
    device(first.resolve("a.json"), "0", "{\"env\": [\"FROM=first\"]}");
    device(second.resolve("a.json"), "0", "{\"env\": [\"FROM=second\"]}");

    assertTrue(inject("vendor.com/gpu=0").env().contains("FROM=second"));
  }

  @Test
  public void devicesOfTwoFilesInOneFolderAreInDoubt() throws IOException {
    device(first.resolve("a.json"), "0", "{\"env\": [\"FROM=a\"]}");
    device(first.resolve("b.json"), "0", "{\"env\": [\"FROM=b\"]}");

    Fault fault = assertThrows(Fault.class, () -> inject("vendor.com/gpu=0"));

    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("conflicting device"));
    assertEquals(2, devices.problems().size());
  }

  @Test
  public void missingDevicesTellWhatThereIs() throws IOException {
    device(first.resolve("a.json"), "0", "{\"env\": [\"A=1\"]}");
    Files.writeString(first.resolve("broken.json"), "{");

    Fault fault = assertThrows(Fault.class, () -> inject("vendor.com/gpu=0", "vendor.com/gpu=1"));

    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
    assertTrue(
        fault.getMessage(),
        fault.getMessage().startsWith("unresolvable CDI devices vendor.com/gpu=1:"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("broken.json"));
    assertThrows(Fault.class, () -> inject("gpu"));
  }

  @Test
  public void devicesBelongToTheUserAndReplaceOthers() throws IOException {
    String node =
        "{\"deviceNodes\": [{\"path\": \"/dev/null\", \"permissions\": \"none\"},"
            + "{\"path\": \"/dev/null\"},{\"path\": \"/dev/f\", \"type\": \"p\"}]}";

    RuntimeSpec spec = injectOne(node, Users.id(5, 6));

    assertEquals(
        "[{\"path\":\"/dev/null\",\"type\":\"c\",\"major\":1,\"minor\":3,\"fileMode\":438,"
            + "\"uid\":5,\"gid\":6},"
            + "{\"path\":\"/dev/f\",\"type\":\"p\",\"major\":0,\"minor\":0,\"uid\":5,\"gid\":6}]",
        linux(spec).get("devices").toString());
    assertEquals(
        "[{\"allow\":false,\"access\":\"rwm\"},"
            + "{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3},"
            + "{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3,\"access\":\"rwm\"}]",
        linux(spec).getAsJsonObject("resources").get("devices").toString());
  }

  @Test
  public void mountsReplaceOthersAndAreSortedByDepth() throws IOException {
    String mounts =
        "{\"mounts\": [{\"hostPath\": \"/a\", \"containerPath\": \"/x/y/z\", \"options\": [\"rbind\"]},"
            + "{\"hostPath\": \"/b\", \"containerPath\": \"/run\"}]}";

    List<SpecMount> all = injectOne(mounts).mounts();

    assertEquals(
        List.of("/proc", "/dev", "/sys", "/run", "/dev/pts", "/dev/shm", "/dev/mqueue", "/x/y/z"),
        all.stream().map(SpecMount::destination).toList());
    assertEquals("/b", all.get(3).source());
  }

  @Test
  public void bindMountsAreMappedInAUserNamespace() throws IOException {
    List<IdMapping> ids = List.of(new IdMapping(0, 1000, 10));
    String mounts =
        "{\"mounts\": [{\"hostPath\": \"/a\", \"containerPath\": \"/1/2/3\", \"options\": [\"rbind\"]},"
            + "{\"hostPath\": \"/a\", \"containerPath\": \"/1/2/4\", \"type\": \"bind\"},"
            + "{\"hostPath\": \"t\", \"containerPath\": \"/1/2/5\", \"type\": \"tmpfs\"}]}";

    List<SpecMount> all = injectOne(mounts, Namespaces.user(ids, ids)).mounts();

    assertEquals(List.of("rbind", "ridmap"), find(all, "/1/2/3"));
    assertEquals(List.of("idmap"), find(all, "/1/2/4"));
    assertEquals(List.of(), find(all, "/1/2/5"));
  }

  private static List<String> find(List<SpecMount> mounts, String destination) {
    return mounts.stream()
        .filter(mount -> mount.destination().equals(destination))
        .findFirst()
        .orElseThrow()
        .options();
  }

  @Test
  public void hooksGroupsNetworksAndClassesAreAdded() throws IOException {
    RuntimeSpec spec =
        injectOne(
            "{\"hooks\": [{\"hookName\": \"poststop\", \"path\": \"/bin/x\", \"timeout\": 3}],"
                + "\"additionalGids\": [0, 7, 7, 6], \"intelRdt\": {\"closID\": \"c\"},"
                + "\"netDevices\": [{\"hostInterfaceName\": \"eth7\", \"name\": \"eth0\"}]}",
            Users.id(5, 6));

    assertEquals(
        "{\"poststop\":[{\"path\":\"/bin/x\",\"timeout\":3}]}",
        spec.tree().get("hooks").toString());
    assertEquals(List.of(6L, 7L), spec.user().additionalGids());
    assertEquals("{\"closID\":\"c\"}", linux(spec).get("intelRdt").toString());
    assertEquals("{\"eth7\":{\"name\":\"eth0\"}}", linux(spec).get("netDevices").toString());
  }

  @Test
  public void variablesThatAreSetAreReplaced() throws IOException {
    RuntimeSpec spec = injectOne("{\"env\": [\"A=2\"]}", Environment.set("A=1", "B=1"));

    assertEquals(List.of("A=2", "B=1", "ALL=1"), spec.env());
  }

  @Test
  public void faultyFilesAreReportedByName() throws IOException {
    Map<String, String> faults =
        Map.ofEntries(
            Map.entry("{}", "empty device edits"),
            Map.entry("{\"env\": [\"A\"]}", "invalid environment variable"),
            Map.entry("{\"envs\": [\"A=b\"]}", "unknown field \"envs\""),
            Map.entry("{\"deviceNodes\": [{\"path\": \"\"}]}", "device path"),
            Map.entry("{\"deviceNodes\": [{\"path\": \"/x\", \"type\": \"q\"}]}", "invalid type"),
            Map.entry(
                "{\"deviceNodes\": [{\"path\": \"/x\", \"permissions\": \"x\"}]}", "permissions"),
            Map.entry("{\"mounts\": [{\"hostPath\": \"/x\"}]}", "empty containerPath"),
            Map.entry("{\"hooks\": [{\"hookName\": \"x\", \"path\": \"/x\"}]}", "hook name"),
            Map.entry("{\"intelRdt\": {\"closID\": \"a/b\"}}", "closID"),
            Map.entry("{\"netDevices\": [{\"name\": \"a\"}]}", "empty hostInterfaceName"),
            Map.entry("{\"additionalGids\": [-1]}", "additionalGids"));
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      Path file = first.resolve("a.json");
      device(file, "0", fault.getKey());
      String problem = devices.problems().get(file);
      assertTrue(fault.getKey() + ": " + problem, problem.contains(fault.getValue()));
    }
  }

  @Test
  public void filesSayWhichReleaseTheyAreFor() throws IOException {
    for (String content :
        List.of(
            "{\"cdiVersion\": \"9.0.0\", \"kind\": \"v.com/c\", \"devices\": []}",
            "{\"cdiVersion\": \"0.6.0\", \"kind\": \"v.com/c\", \"devices\": []}",
            "{\"cdiVersion\": \"0.6.0\", \"kind\": \"v.com\", \"devices\": [{\"name\": \"a\","
                + " \"containerEdits\": {\"env\": [\"A=b\"]}}]}",
            "{\"cdiVersion\": \"0.6.0\", \"kind\": \"v.com/c\", \"devices\": [{\"name\": \"a\","
                + " \"containerEdits\": {\"additionalGids\": [1]}}]}",
            "{\"cdiVersion\": \"0.3.0\", \"kind\": \"v.com/c\", \"devices\": [{\"name\": \"0\","
                + " \"containerEdits\": {\"env\": [\"A=b\"]}}]}")) {
      Files.writeString(first.resolve("a.json"), content);
      assertEquals(content, 1, devices.problems().size());
    }
  }

  @Test
  public void devicesThatAreNotOnTheHostCannotBeInjected() {
    Fault fault =
        assertThrows(
            Fault.class,
            () -> injectOne("{\"deviceNodes\": [{\"path\": \"/dev/no-such-device\"}]}"));

    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void annotationsAskForDevices() {
    assertEquals(
        List.of("v.com/c=a", "v.com/c=b", "w.com/d=x:y"),
        CdiAnnotations.devices(
            Map.of(
                "cdi.k8s.io/q", "w.com/d=x:y", "cdi.k8s.io/p", "v.com/c=a,v.com/c=b", "x", "y")));
    assertThrows(Fault.class, () -> CdiAnnotations.devices(Map.of("cdi.k8s.io/q", "a,b")));
    assertTrue(CdiName.isQualified("vendor.com/class=0"));
    for (String text : List.of("/dev/null", "a=b", "a/b", "a/b=", "1a/b=c", "a./b=c", "a/b=-")) {
      assertFalse(text, CdiName.isQualified(text));
    }
  }
}
