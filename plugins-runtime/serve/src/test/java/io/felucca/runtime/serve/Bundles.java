package io.felucca.runtime.serve;

import static org.junit.Assume.assumeTrue;

import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.MountPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A containerd's folders: bundles in a state folder, and a root file system of busybox. */
final class Bundles extends ExternalResource {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  final String namespace = "serve-" + UUID.randomUUID().toString().substring(0, 8);
  private final TemporaryFolder folder = new TemporaryFolder();
  private Path rootfs;

  @Override
  protected void before() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue(
        "needs containerd's shim", Files.exists(Path.of("/usr/bin/containerd-shim-runc-v2")));
    assumeTrue("needs busybox-static", Files.exists(BUSYBOX));
    ShimLog.setThreshold(System.Logger.Level.ERROR);
    folder.create();
    rootfs = Files.createDirectories(path("image"));
    for (String name : new String[] {"bin", "proc", "dev"}) {
      Files.createDirectory(rootfs.resolve(name));
    }
    Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  Path state() {
    return path("state");
  }

  /** The folder that process and script share. */
  Path shared() {
    return state().resolve("io.felucca.shim");
  }

  Path of(String id) {
    return of(namespace, id);
  }

  Path of(String namespace, String id) {
    return state().resolve("tasks").resolve(namespace).resolve(id);
  }

  /** Makes a bundle as containerd does, for a command of busybox. */
  Path make(String namespace, String id, String... args) throws IOException {
    Path bundle = Files.createDirectories(of(namespace, id));
    Files.createDirectory(bundle.resolve("rootfs"));
    Files.writeString(
        bundle.resolve("config.json"),
        """
        {"ociVersion":"1.0.2","root":{"path":"rootfs"},"process":{"user":{"uid":0,"gid":0},"cwd":"/",
        "args":["/bin/busybox","%s"]},"mounts":[{"destination":"/proc","type":"proc","source":"proc"}],
        "linux":{"cgroupsPath":"/%s-%s","namespaces":[{"type":"pid"},{"type":"mount"}]}}
        """
            .formatted(String.join("\",\"", args), namespace, id));
    return bundle;
  }

  CreateRequest creation(String namespace, String id, String... args) throws IOException {
    Path bundle = make(namespace, id, args);
    return CreateRequest.newBuilder()
        .setId(id)
        .setBundle(bundle.toString())
        .addRootfs(
            MountPoint.newBuilder()
                .setType("bind")
                .setSource(rootfs.toString())
                .addOptions("rbind")
                .addOptions("rw"))
        .build();
  }

  @Override
  protected void after() {
    folder.delete();
  }
}
