package io.felucca.itests.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.wire.cri.NamespaceMode;
import io.felucca.wire.cri.PodConfig;
import io.felucca.wire.cri.PodLinux;
import io.felucca.wire.cri.PodMapping;
import io.felucca.wire.cri.PodNamespaces;
import io.felucca.wire.cri.PodSecurity;
import io.felucca.wire.cri.PodUsers;
import io.felucca.wire.sandbox.ControllerCreateRequest;
import io.felucca.wire.sandbox.ControllerStatusResponse;
import io.felucca.wire.sandbox.ControllerWaitResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;

/** Pods of a real daemon: a pause process on the runtime that runs everything else. */
public class SandboxIT extends SandboxBase {
  private static final String NAMESPACE = "pods";
  private static final String READY = "SANDBOX_READY";
  private static final String NOT_READY = "SANDBOX_NOTREADY";

  public SandboxIT() {
    super(NAMESPACE, "podsandbox");
  }

  @Override
  @After
  public void stop() throws Exception {
    try {
      super.stop();
    } finally {
      removeGroups(daemon.folder().getFileName());
    }
  }

  /** The parent that a pod was given belongs to whoever gave it, and outlives the pod. */
  private static void removeGroups(Path parent) throws IOException {
    Path top = Path.of("/sys/fs/cgroup");
    Files.deleteIfExists(top.resolve(parent));
    try (Stream<Path> controllers = Files.list(top).filter(Files::isDirectory)) {
      for (Path controller : controllers.toList()) {
        Files.deleteIfExists(controller.resolve(parent));
      }
    }
  }

  private static String namespace(long pid, String kind) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind)).toString();
  }

  private int running(String id, ControllerCreateRequest.Builder request) {
    sandboxes.create(id, request);
    return sandboxes.start(id).getPid();
  }

  private static PodConfig host() {
    PodNamespaces.Builder all =
        PodNamespaces.newBuilder()
            .setNetwork(NamespaceMode.NODE)
            .setPid(NamespaceMode.NODE)
            .setIpc(NamespaceMode.NODE);
    return PodConfig.newBuilder()
        .setLinux(PodLinux.newBuilder().setSecurity(PodSecurity.newBuilder().setNamespaces(all)))
        .build();
  }

  @Test
  public void aPodHoldsNamespacesOfItsOwn() throws Exception {
    String group = "/" + daemon.folder().getFileName();
    PodConfig config =
        PodConfig.newBuilder()
            .setHostname("felucca-pod")
            .setLinux(
                PodLinux.newBuilder().setCgroupParent(group).putSysctls("net.ipv4.ip_forward", "1"))
            .build();
    int pid = running("p", Sandboxer.configured(config));
    long own = ProcessHandle.current().pid();
    for (String kind : List.of("net", "pid", "ipc", "uts", "mnt")) {
      assertNotEquals(kind, namespace(own, kind), namespace(pid, kind));
    }
    String enter = Integer.toString(pid);
    Path folder = daemon.folder();
    assertEquals(
        "felucca-pod\n", Command.run(folder, "nsenter", "-t", enter, "-u", "hostname").ok().out());
    assertEquals(
        "1\n",
        Command.run(folder, "nsenter", "-t", enter, "-n", "cat", "/proc/sys/net/ipv4/ip_forward")
            .ok()
            .out());
    String groups = Files.readString(Path.of("/proc/" + pid + "/cgroup"));
    assertTrue(groups, groups.contains(group + "/p\n"));
    ControllerStatusResponse status = sandboxes.status("p");
    assertEquals(READY, status.getState());
    assertEquals(pid, status.getPid());
    assertTrue(status.getInfoOrThrow("info").contains("felucca-pod"));
    assertEquals("linux", sandboxes.platform("p").getOs());
    assertTrue(sandboxes.metrics("p").getData().getTypeUrl().startsWith("io.containerd.cgroups.v"));
    sandboxes.shutdown("p");
    assertFalse(Files.exists(Path.of("/proc/" + pid)));
  }

  @Test
  public void aPodOfTheHostHasOnlyMountsOfItsOwn() throws Exception {
    int pid = running("p", Sandboxer.configured(host()));
    long own = ProcessHandle.current().pid();
    for (String kind : List.of("net", "pid", "ipc", "uts")) {
      assertEquals(kind, namespace(own, kind), namespace(pid, kind));
    }
    assertNotEquals(namespace(own, "mnt"), namespace(pid, "mnt"));
    sandboxes.shutdown("p");
  }

  @Test
  public void aPodHasUsersOfItsOwn() throws Exception {
    // the pod's root looks for its file system
    Files.setPosixFilePermissions(daemon.folder(), PosixFilePermissions.fromString("rwx--x--x"));
    PodMapping.Builder ids =
        PodMapping.newBuilder().setHostId(200_000).setContainerId(0).setLength(65536);
    PodUsers.Builder users =
        PodUsers.newBuilder().setMode(NamespaceMode.POD).addUids(ids).addGids(ids);
    PodNamespaces.Builder all = PodNamespaces.newBuilder().setUsers(users);
    PodConfig config =
        PodConfig.newBuilder()
            .setLinux(
                PodLinux.newBuilder().setSecurity(PodSecurity.newBuilder().setNamespaces(all)))
            .build();
    int pid = running("p", Sandboxer.configured(config));
    long own = ProcessHandle.current().pid();
    for (String kind : List.of("user", "net", "pid", "ipc", "uts", "mnt")) {
      assertNotEquals(kind, namespace(own, kind), namespace(pid, kind));
    }
    String map = Files.readString(Path.of("/proc/" + pid + "/uid_map"));
    assertEquals("0 200000 65536", map.strip().replaceAll(" +", " "));
    assertEquals(200_000, Files.getAttribute(Path.of("/proc/" + pid), "unix:uid"));
    sandboxes.stop("p", 0);
    sandboxes.shutdown("p");
  }

  @Test
  public void aPodJoinsTheNetworkThatItIsGiven() throws Exception {
    int first = running("p1", ControllerCreateRequest.newBuilder());
    int second =
        running(
            "p2", ControllerCreateRequest.newBuilder().setNetnsPath("/proc/" + first + "/ns/net"));
    assertEquals(namespace(first, "net"), namespace(second, "net"));
    assertNotEquals(namespace(first, "ipc"), namespace(second, "ipc"));
    sandboxes.shutdown("p2");
    sandboxes.shutdown("p1");
  }

  @Test
  public void containersLiveInAPod() throws Exception {
    daemon.ctr("-n", NAMESPACE, "images", "import", BusyboxImage.archive().toString()).ok();
    int pid = running("p", ControllerCreateRequest.newBuilder());
    String namespaces = "/proc/" + pid + "/ns/";
    daemon
        .ctr(
            "-n",
            NAMESPACE,
            "run",
            "-d",
            "--with-ns",
            "network:" + namespaces + "net",
            "--with-ns",
            "ipc:" + namespaces + "ipc",
            "--with-ns",
            "pid:" + namespaces + "pid",
            BusyboxImage.NAME,
            "inside",
            "sleep",
            "1000000")
        .ok();
    int inside = pid("inside");
    for (String kind : List.of("net", "pid", "ipc")) {
      assertEquals(kind, namespace(pid, kind), namespace(inside, kind));
    }
    // an orphan in the pod is taken up by the pause process and leaves nothing
    daemon
        .ctr(
            "-n",
            NAMESPACE,
            "tasks",
            "exec",
            "--exec-id",
            "x",
            "inside",
            "sh",
            "-c",
            "sleep 0.1 & exit 0")
        .ok();
    daemon.await("no orphan is left", () -> children(pid).isEmpty());
    ListenableFuture<ControllerWaitResponse> exit = sandboxes.exit("p");
    sandboxes.stop("p", 0);
    assertEquals(137, exit.get(120, TimeUnit.SECONDS).getExitStatus());
    daemon.await("what was in its process namespace ends", () -> hasEnded("inside"));
    daemon.ctr("-n", NAMESPACE, "tasks", "rm", "inside");
    daemon.ctr("-n", NAMESPACE, "containers", "rm", "inside").ok();
    sandboxes.shutdown("p");
  }

  private int pid(String task) throws Exception {
    return daemon.ctr("-n", NAMESPACE, "tasks", "ls").ok().lines().stream()
        .map(line -> line.split("\\s+"))
        .filter(columns -> columns[0].equals(task))
        .map(columns -> Integer.parseInt(columns[1]))
        .findFirst()
        .orElseThrow();
  }

  private boolean hasEnded(String task) {
    try {
      return daemon
          .ctr("-n", NAMESPACE, "tasks", "ls")
          .out()
          .matches("(?s).*" + task + ".*STOPPED.*");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String children(int pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  public void podsLiveOnWhileTheDaemonIsDown() throws Exception {
    int pid = running("lives", ControllerCreateRequest.newBuilder());
    int dying = running("dies", ControllerCreateRequest.newBuilder());
    sandboxes.create("waits", ControllerCreateRequest.newBuilder());
    ControllerStatusResponse before = sandboxes.status("lives");
    daemon.kill();
    Command.run(daemon.folder(), "kill", "-KILL", Integer.toString(dying)).ok();
    daemon.start();
    connect();
    assertEquals(before, sandboxes.status("lives"));
    assertEquals(NOT_READY, sandboxes.status("dies").getState());
    assertEquals(137, sandboxes.exit("dies").get(120, TimeUnit.SECONDS).getExitStatus());
    assertEquals(NOT_READY, sandboxes.status("waits").getState());
    assertEquals("waits", sandboxes.start("waits").getSandboxId());
    ListenableFuture<ControllerWaitResponse> exit = sandboxes.exit("lives");
    sandboxes.stop("lives", 30);
    assertEquals(0, exit.get(120, TimeUnit.SECONDS).getExitStatus());
    assertFalse(Files.exists(Path.of("/proc/" + pid)));
    for (String id : List.of("lives", "dies", "waits")) {
      sandboxes.shutdown(id);
    }
    assertEquals(List.of(), daemon.ctr("-n", NAMESPACE, "containers", "ls", "-q").ok().lines());
  }

  @Test
  public void podsAndThoseWhoWaitForThemOutliveTheirController() throws Exception {
    int pid = running("p", ControllerCreateRequest.newBuilder());
    sandboxes.create("waits", ControllerCreateRequest.newBuilder());
    ControllerStatusResponse before = sandboxes.status("p");
    ListenableFuture<ControllerWaitResponse> exit = sandboxes.exit("p");
    ListenableFuture<ControllerWaitResponse> later = sandboxes.exit("waits");
    Swaps.swap(rpc, "io.containerd.podsandbox.controller.v1", "podsandbox");
    assertEquals(before, sandboxes.status("p"));
    Swaps.swap(rpc, "io.containerd.service.v1", "tasks-service");
    assertEquals(before, sandboxes.status("p"));
    Swaps.swap(rpc, "io.containerd.metadata.v1", "bolt");
    assertEquals(before, sandboxes.status("p"));
    assertTrue(Files.exists(Path.of("/proc/" + pid)));
    sandboxes.start("waits");
    for (String id : List.of("p", "waits")) {
      sandboxes.stop(id, 0);
    }
    assertEquals(137, exit.get(120, TimeUnit.SECONDS).getExitStatus());
    assertEquals(137, later.get(120, TimeUnit.SECONDS).getExitStatus());
    for (String id : List.of("p", "waits")) {
      sandboxes.shutdown(id);
    }
  }
}
