package io.felucca.oci.option;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.oci.spec.Hook;
import io.felucca.oci.spec.IdMapping;
import io.felucca.oci.spec.NamespaceKind;
import io.felucca.oci.spec.Rlimit;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OptionsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void environmentIsReplacedAppendedAndRemoved() {
    List<String> defaults = List.of("A=1", "B=2", "C=3");

    assertEquals(
        List.of("A=1", "B=x=y", "D="),
        Environment.merged(defaults, List.of("B=x=y", "C", "D=", "E")));
  }

  @Test
  public void capabilitiesAreAddedDroppedAndSet() {
    RuntimeSpec spec =
        Build.with(
            Capabilities.only("CAP_CHOWN", "CAP_KILL"),
            Capabilities.ambient("CAP_KILL", "CAP_BPF"),
            Capabilities.add("CAP_BPF", "CAP_KILL"),
            Capabilities.drop("CAP_KILL"));

    for (String set : List.of("bounding", "effective", "permitted")) {
      assertEquals("[\"CAP_CHOWN\",\"CAP_BPF\"]", Build.at(spec, "process", "capabilities", set));
    }
    assertEquals("[\"CAP_BPF\"]", Build.at(spec, "process", "capabilities", "inheritable"));
    assertEquals(
        "[\"CAP_KILL\",\"CAP_BPF\"]", Build.at(spec, "process", "capabilities", "ambient"));
  }

  @Test
  public void settingCapabilitiesShrinksTheInheritable() {
    RuntimeSpec spec =
        Build.with(Capabilities.ambient("CAP_KILL", "CAP_BPF"), Capabilities.only("CAP_BPF"));

    assertEquals("[\"CAP_BPF\"]", Build.at(spec, "process", "capabilities", "inheritable"));
    assertEquals("{}", Build.at(Build.with(Capabilities.only()), "process", "capabilities"));
    assertEquals(
        41,
        JsonParser.parseString(
                Build.at(Build.with(Capabilities.all()), "process", "capabilities", "bounding"))
            .getAsJsonArray()
            .size());
  }

  @Test
  public void capabilitiesWithoutPrefixAreRefused() {
    assertThrows(Fault.class, () -> Capabilities.add("KILL"));
  }

  @Test
  public void namespacesAreSharedJoinedAndMapped() {
    List<IdMapping> uids = List.of(new IdMapping(0, 1000, 1), new IdMapping(1, 100000, 65535));

    RuntimeSpec spec =
        Build.with(
            Namespaces.host(NamespaceKind.PID),
            Namespaces.join(NamespaceKind.NETWORK, "/run/netns/a"),
            Namespaces.user(uids, uids),
            Namespaces.user(List.of(), List.of(new IdMapping(70000, 5, 1))),
            Namespaces.timeOffset("boottime", -5, 1));

    assertFalse(spec.has(NamespaceKind.PID));
    assertEquals("/run/netns/a", spec.namespacePath(NamespaceKind.NETWORK).orElseThrow());
    assertEquals("", spec.namespacePath(NamespaceKind.USER).orElseThrow());
    assertTrue(spec.has(NamespaceKind.TIME));
    assertEquals(
        "{\"secs\":-5,\"nanosecs\":1}", Build.at(spec, "linux", "timeOffsets", "boottime"));
    assertEquals(
        "[{\"containerID\":0,\"hostID\":1000,\"size\":1},"
            + "{\"containerID\":1,\"hostID\":100000,\"size\":65535}]",
        Build.at(spec, "linux", "uidMappings"));
    assertEquals(3, spec.tree().getAsJsonObject("linux").getAsJsonArray("gidMappings").size());
  }

  @Test
  public void impossibleMappingsAreRefused() {
    for (String text : List.of("0:0", "0:0:0", "-1:0:1", "0:4294967295:2", "a:b:c", "0:0:1:2")) {
      assertThrows(text, Fault.class, () -> IdMapping.parse(text));
    }
    assertThrows(Fault.class, () -> NamespaceKind.parse("net"));
    assertThrows(Fault.class, () -> Namespaces.join(NamespaceKind.NETWORK, "a"));
    assertThrows(Fault.class, () -> Namespaces.timeOffset("realtime", 0, 0));
  }

  @Test
  public void mountsAreAddedAndRemoved() {
    SpecMount mapped =
        SpecMount.bind("/a", "/b", "idmap")
            .mapped(List.of(new IdMapping(0, 7, 1)), List.of(new IdMapping(0, 8, 1)));

    RuntimeSpec spec =
        Build.with(
            Mounts.without("/run", "/dev/mqueue", "/run"),
            Mounts.add(mapped),
            Mounts.sharedMemory(7));

    List<String> places = spec.mounts().stream().map(SpecMount::destination).toList();
    assertEquals(List.of("/proc", "/dev", "/dev/pts", "/dev/shm", "/sys", "/b"), places);
    assertEquals(mapped, spec.mounts().get(5));
    assertEquals("size=7k", spec.mounts().get(3).options().get(4));
  }

  @Test
  public void anEnvironmentFileIsInUtf8() throws Exception {
    Path file = Files.write(folder.newFile().toPath(), new byte[] {'A', '=', (byte) 0xff});

    Fault fault = assertThrows(Fault.class, () -> Build.with(Environment.file(file)));

    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains(file.toString()));
  }

  @Test
  public void capabilitiesHaveTheirPrefix() {
    for (String name : List.of("cap_chown", "chown")) {
      Fault fault = assertThrows(Fault.class, () -> Capabilities.add(name));
      assertTrue(fault.getMessage(), fault.getMessage().contains("is \"CAP_CHOWN\"?"));
    }
  }

  @Test
  public void cgroupsAndSysfsCanBeMadeWritable() {
    RuntimeSpec spec =
        Build.with(Mounts.cgroups(), Mounts.writableCgroupfs(), Mounts.writableSysfs());

    for (int i : List.of(5, 7)) {
      assertTrue(spec.mounts().get(i).options().contains("rw"));
      assertFalse(spec.mounts().get(i).options().contains("ro"));
    }
  }

  @Test
  public void sizeOfMissingSharedMemoryCannotBeSet() {
    assertThrows(Fault.class, () -> Build.with(Mounts.without("/dev/shm"), Mounts.sharedMemory(1)));
  }

  @Test
  public void limitsReplaceThoseOfTheirKind() {
    RuntimeSpec spec =
        Build.with(
            Limits.of(new Rlimit("RLIMIT_NOFILE", -1, 5)),
            Limits.of(new Rlimit("RLIMIT_CORE", 0, 0)),
            Memory.hugePages("2MB", 1),
            Memory.hugePages("1GB", 2),
            Memory.hugePages("2MB", 3));

    assertEquals(
        "[{\"type\":\"RLIMIT_NOFILE\",\"hard\":18446744073709551615,\"soft\":5},"
            + "{\"type\":\"RLIMIT_CORE\",\"hard\":0,\"soft\":0}]",
        Build.at(spec, "process", "rlimits"));
    assertEquals(
        "[{\"pageSize\":\"1GB\",\"limit\":2},{\"pageSize\":\"2MB\",\"limit\":3}]",
        Build.at(spec, "linux", "resources", "hugepageLimits"));
  }

  @Test
  public void resourcesAreWhereRuntimesLookForThem() {
    RuntimeSpec spec =
        Build.with(
            Memory.limit(-1),
            Memory.swap(5),
            Memory.reservation(3),
            Memory.swappiness(0),
            Memory.withoutOomKiller(),
            Limits.processes(9),
            Limits.oomScore(-7),
            Cpu.processors("0-1"),
            Cpu.memoryNodes("0"),
            Cpu.burst(1),
            Cpu.idle(1),
            Cpu.realtime(2, 3),
            BlockIo.weight(500),
            BlockIo.limit(BlockIo.Throttle.WRITE_BYTES, 8, 0, 1024),
            BlockIo.weight(8, 16, 100),
            Cgroups.unified(Map.of("memory.high", "max")));

    assertEquals(
        "{\"limit\":-1,\"swap\":5,\"reservation\":3,\"swappiness\":0,\"disableOOMKiller\":true}",
        Build.at(spec, "linux", "resources", "memory"));
    assertEquals("{\"limit\":9}", Build.at(spec, "linux", "resources", "pids"));
    assertEquals("-7", Build.at(spec, "process", "oomScoreAdj"));
    assertEquals(
        "{\"cpus\":\"0-1\",\"mems\":\"0\",\"burst\":1,\"idle\":1,\"realtimeRuntime\":2,"
            + "\"realtimePeriod\":3}",
        Build.at(spec, "linux", "resources", "cpu"));
    assertEquals(
        "{\"weight\":500,"
            + "\"throttleWriteBpsDevice\":[{\"major\":8,\"minor\":0,\"rate\":1024}],"
            + "\"weightDevice\":[{\"major\":8,\"minor\":16,\"weight\":100}]}",
        Build.at(spec, "linux", "resources", "blockIO"));
    assertEquals("{\"memory.high\":\"max\"}", Build.at(spec, "linux", "resources", "unified"));
  }

  @Test
  public void hostAndHooksAndSchedulingAreSet() {
    RuntimeSpec spec =
        Build.with(
            Host.hostname("web"),
            Host.domainname("nis"),
            Host.sysctl(Map.of("net.ipv4.ip_forward", "1")),
            Hooks.add(
                Hooks.Stage.CREATE_RUNTIME, new Hook("/bin/x", List.of("x"), List.of("A=b"), 3)),
            Scheduling.policy("SCHED_BATCH", 5, 0),
            Scheduling.inputOutput("IOPRIO_CLASS_IDLE", 7),
            Scheduling.affinity("0", "1-2"));

    assertEquals("web", spec.hostname());
    assertEquals("\"nis\"", Build.at(spec, "domainname"));
    assertEquals("{\"net.ipv4.ip_forward\":\"1\"}", Build.at(spec, "linux", "sysctl"));
    assertEquals(
        "{\"createRuntime\":[{\"path\":\"/bin/x\",\"args\":[\"x\"],\"env\":[\"A=b\"],\"timeout\":3}]}",
        Build.at(spec, "hooks"));
    assertEquals("{\"policy\":\"SCHED_BATCH\",\"nice\":5}", Build.at(spec, "process", "scheduler"));
    assertEquals(
        "{\"class\":\"IOPRIO_CLASS_IDLE\",\"priority\":7}",
        Build.at(spec, "process", "ioPriority"));
    assertEquals(
        "{\"initial\":\"0\",\"final\":\"1-2\"}", Build.at(spec, "process", "execCPUAffinity"));
  }

  @Test
  public void valuesThatNoRuntimeTakesAreRefused() {
    assertThrows(Fault.class, () -> new Hook("x", List.of(), List.of(), null));
    assertThrows(Fault.class, () -> new Hook("/x", List.of(), List.of(), 0));
    assertThrows(Fault.class, () -> new Rlimit("NOFILE", 1, 1));
    assertThrows(Fault.class, () -> new Rlimit("RLIMIT_NOFILE", 1, -1));
    assertThrows(Fault.class, () -> Limits.oomScore(1001));
    assertThrows(Fault.class, () -> Memory.swappiness(101));
    assertThrows(Fault.class, () -> Cpu.count(0));
    assertThrows(Fault.class, () -> Cpu.count(Double.NaN));
    assertThrows(Fault.class, () -> Cgroups.systemd("user", "a", "b"));
    assertThrows(Fault.class, () -> Host.sysctl(Map.of("../x", "1")));
    assertThrows(Fault.class, () -> RootFileSystem.propagation("all"));
    assertThrows(Fault.class, () -> Command.directory("tmp"));
    assertThrows(Fault.class, () -> Scheduling.policy("FIFO", 0, 1));
    assertThrows(Fault.class, () -> Scheduling.inputOutput("IOPRIO_CLASS_BE", 8));
  }

  @Test
  public void labelsAndProfilesAreSetAndTakenBack() {
    JsonObject seccomp = JsonParser.parseString("{\"defaultAction\":\"x\"}").getAsJsonObject();
    RuntimeSpec spec =
        Build.with(
            Security.selinux("a:b"),
            Security.mountLabel("c:d"),
            Security.apparmor("p"),
            Security.seccomp(seccomp));

    assertEquals("\"a:b\"", Build.at(spec, "process", "selinuxLabel"));
    assertEquals("\"c:d\"", Build.at(spec, "linux", "mountLabel"));
    assertEquals("\"p\"", Build.at(spec, "process", "apparmorProfile"));
    assertEquals(seccomp.toString(), Build.at(spec, "linux", "seccomp"));
    RuntimeSpec privileged =
        Build.with(Security.selinux("a:b"), Security.seccomp(seccomp), Security.privileged());
    assertEquals("absent", Build.at(privileged, "linux", "seccomp"));
    assertEquals("absent", Build.at(privileged, "process", "selinuxLabel"));
    assertEquals("absent", Build.at(privileged, "linux", "maskedPaths"));
  }
}
