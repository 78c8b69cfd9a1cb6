package io.felucca.oci.golden;

import io.felucca.oci.option.Annotations;
import io.felucca.oci.option.Capabilities;
import io.felucca.oci.option.Cgroups;
import io.felucca.oci.option.Command;
import io.felucca.oci.option.Cpu;
import io.felucca.oci.option.Devices;
import io.felucca.oci.option.Environment;
import io.felucca.oci.option.Limits;
import io.felucca.oci.option.Memory;
import io.felucca.oci.option.Mounts;
import io.felucca.oci.option.Namespaces;
import io.felucca.oci.option.RootFileSystem;
import io.felucca.oci.option.Security;
import io.felucca.oci.spec.IdMapping;
import io.felucca.oci.spec.NamespaceKind;
import io.felucca.oci.spec.SpecMount;
import io.felucca.oci.spec.SpecOption;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The flags of {@code ctr containers create} and {@code ctr run} that say something of the
 * specification.
 */
final class Rows {
  private static final SpecOption PRIVILEGED =
      SpecOption.all(Security.privileged(), Devices.allowAll(), Devices.host());

  private Rows() {}

  static List<Row> all() throws Exception {
    List<Row> rows = new ArrayList<>();
    rows.addAll(images());
    rows.addAll(processes());
    rows.addAll(isolation());
    rows.addAll(security());
    rows.addAll(resources());
    return rows;
  }

  private static List<Row> images() {
    List<Row> rows = new ArrayList<>();
    for (String user : Images.USERS) {
      rows.add(Row.created("").of(Images.ofUser(user)));
    }
    rows.add(Row.created(""));
    rows.add(Row.created("").of(Images.OTHER));
    rows.add(Row.created("").of(Images.OTHER).args("sh", "<&>"));
    return rows;
  }

  private static List<Row> processes() throws Exception {
    Path file = Files.createTempFile("env", "");
    file.toFile().deleteOnExit();
    Files.writeString(file, "FROM_FILE=1\nFROM_IMAGE=file\nX=1\n");
    return List.of(
        Row.created("").args("echo", "hello \"world\"", "é"),
        Row.created("--env A=b --env FROM_IMAGE=other --env A=c --env GONE")
            .before(Environment.set("A=b", "FROM_IMAGE=other", "A=c", "GONE")),
        Row.created("--env-file " + file + " --env X=2")
            .before(Environment.file(file), Environment.set("X=2")),
        Row.created("--cwd /srv").after(Command.directory("/srv")),
        Row.created("--tty").after(Command.terminal()),
        Row.created("--annotation a=b --annotation c=d --label e=f")
            .after(Annotations.add(Map.of("a", "b", "c", "d")), Annotations.add(Map.of("e", "f"))));
  }

  private static List<Row> isolation() throws Exception {
    String host = InetAddress.getLocalHost().getHostName();
    IdMapping uids = IdMapping.parse("0:100000:65536");
    IdMapping gids = IdMapping.parse("0:200000:65536");
    return List.of(
        Row.created("--mount type=bind,src=/tmp,dst=/host,options=rbind:ro")
            .before(Mounts.add(SpecMount.bind("/tmp", "/host", "ro"))),
        Row.created("--mount type=tmpfs,dst=/t,options=size=64k --mount type=bind,src=/a,dst=/b")
            .before(
                Mounts.add(
                    new SpecMount("tmpfs", "", "/t", List.of("size=64k")),
                    new SpecMount("bind", "/a", "/b", List.of()))),
        Row.created("--net-host")
            .after(
                Namespaces.host(NamespaceKind.NETWORK),
                Mounts.hostHosts(),
                Mounts.hostResolvConf(),
                Environment.set("HOSTNAME=" + host)),
        Row.created("--with-ns network:/proc/1/ns/net --with-ns cgroup:/proc/1/ns/cgroup")
            .after(
                Namespaces.join(NamespaceKind.NETWORK, "/proc/1/ns/net"),
                Namespaces.join(NamespaceKind.CGROUP, "/proc/1/ns/cgroup")),
        Row.created("--read-only").after(RootFileSystem.readOnly()),
        Row.created("--rootfs-propagation rslave").after(RootFileSystem.propagation("rslave")),
        Row.run("--uidmap 0:100000:65536 --gidmap 0:200000:65536")
            .after(Namespaces.user(List.of(uids), List.of(gids)), Cpu.shares(1024)));
  }

  private static List<Row> security() throws Exception {
    Path profile = Files.createTempFile("seccomp", ".json");
    profile.toFile().deleteOnExit();
    Files.writeString(
        profile,
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
         "syscalls": [{"names": ["mkdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}]}
        """);
    return List.of(
        Row.created("--privileged").after(PRIVILEGED),
        Row.created("--privileged --seccomp").after(PRIVILEGED, Security.defaultSeccomp()),
        Row.created("--allow-new-privs").after(Security.newPrivileges()),
        Row.created("--cap-add CAP_NET_ADMIN --cap-add CAP_CHOWN")
            .after(Capabilities.add("CAP_NET_ADMIN", "CAP_CHOWN")),
        Row.created("--cap-drop CAP_MKNOD --cap-add CAP_BPF")
            .after(Capabilities.add("CAP_BPF"), Capabilities.drop("CAP_MKNOD")),
        Row.created("--seccomp").after(Security.defaultSeccomp()),
        Row.created(
                "--seccomp --cap-add CAP_SYS_ADMIN --cap-add CAP_SYS_PTRACE --cap-add CAP_SYS_TIME"
                    + " --cap-drop CAP_SYS_CHROOT")
            .after(
                Capabilities.add("CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_TIME"),
                Capabilities.drop("CAP_SYS_CHROOT"),
                Security.defaultSeccomp()),
        Row.created("--seccomp --seccomp-profile " + profile).after(Security.seccomp(profile)),
        Row.created("--apparmor-profile mine").after(Security.apparmor("mine")));
  }

  private static List<Row> resources() {
    return List.of(
        Row.created("--memory-limit 67108864").after(Memory.limit(64 << 20)),
        Row.created("--cpu-quota 50000 --cpu-period 200000").after(Cpu.quota(50_000, 200_000)),
        Row.run("--cgroup /felucca-golden")
            .after(Cpu.shares(1024), Cgroups.path("/felucca-golden")),
        Row.run("--runc-systemd-cgroup --cgroup machine.slice:foo:deadbeef")
            .after(Cpu.shares(1024), Cgroups.systemd("machine.slice", "foo", "deadbeef")),
        Row.created("--rdt-class gold").after(Limits.rdt("gold", "", "")),
        Row.created("--device /dev/fuse").after(Devices.device(Path.of("/dev/fuse"), "rwm")),
        Row.created("--device /dev/net").after(Devices.device(Path.of("/dev/net"), "rwm")),
        Row.run("--cpus 1.5 --cpu-shares 512").after(Cpu.count(1.5), Cpu.shares(512)));
  }
}
