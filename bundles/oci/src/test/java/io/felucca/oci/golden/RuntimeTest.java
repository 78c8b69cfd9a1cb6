package io.felucca.oci.golden;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.felucca.oci.option.Capabilities;
import io.felucca.oci.option.Cgroups;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.Devices;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Host;
import io.felucca.oci.option.Limits;
import io.felucca.oci.option.RootFileSystem;
import io.felucca.oci.option.Security;
import io.felucca.oci.option.Users;
import io.felucca.oci.spec.Rlimit;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is built is run by the system's runc. */
public class RuntimeTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final String id = "spec-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  @Before
  public void assumeRunc() throws Exception {
    assumeTrue("runc is not installed", Program.isInstalled("runc"));
    assumeTrue("busybox is not installed", Program.isInstalled("busybox"));
    assumeTrue(
        "containers need root here",
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
            == 0);
    Path bin = folder.newFolder("bundle", "rootfs", "bin").toPath();
    String busybox = Program.run("sh", "-c", "command -v busybox").text().strip();
    Files.copy(Path.of(busybox), bin.resolve("busybox"));
    Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
  }

  private String run(String script, SpecOption... options) throws Exception {
    RuntimeSpec spec =
        SpecBuilder.linux("felucca-spec", id)
            .with(Devices.basic(), Environment.set("PATH=/bin"), Cgroups.path("/" + id))
            .with(Command.args("busybox", "sh", "-c", script))
            .with(options)
            .build();
    Path bundle = folder.getRoot().toPath().resolve("bundle");
    Files.write(bundle.resolve("config.json"), spec.toBytes());
    String root = folder.getRoot() + "/runc";
    Program.Ended ended =
        Program.run("runc", "--root", root, "run", "--bundle", bundle.toString(), id);
    return ended.ok().text().strip();
  }

  @Test
  public void beginningRuns() throws Exception {
    assertEquals("hello", run("echo hello"));
  }

  @Test
  public void defaultSystemCallsSufficeAndForbid() throws Exception {
    assertEquals(
        "forbidden",
        run("busybox unshare -m true 2> /dev/null || echo forbidden", Security.defaultSeccomp()));
  }

  @Test
  public void administratorsMayMoreByTheDefaultSystemCalls() throws Exception {
    assertEquals(
        "allowed",
        run(
            "busybox unshare -m busybox echo allowed",
            Capabilities.add("CAP_SYS_ADMIN"),
            Security.defaultSeccomp()));
  }

  @Test
  public void privilegedContainersSeeTheHostsDevices() throws Exception {
    assertEquals(
        "device writable",
        run(
            "busybox test -c /dev/loop-control || busybox test -c /dev/kmsg && echo -n 'device ';"
                + " busybox test -w /proc/sys/kernel/hostname && echo writable",
            Security.privileged(),
            Devices.allowAll(),
            Devices.host()));
  }

  @Test
  public void userHostnameAndLimitsAreThose() throws Exception {
    assertEquals(
        "7:8 web 99 readonly",
        run(
            "echo $(busybox id -u):$(busybox id -g) $(busybox hostname) $(ulimit -n)"
                + " $(busybox touch /x 2> /dev/null || echo readonly)",
            Users.id(7, 8),
            Host.hostname("web"),
            Limits.of(new Rlimit("RLIMIT_NOFILE", 99, 99)),
            RootFileSystem.readOnly()));
  }
}
