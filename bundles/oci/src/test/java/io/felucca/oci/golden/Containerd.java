package io.felucca.oci.golden;

import static org.junit.Assume.assumeTrue;

import io.felucca.api.Mount;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.RuntimeSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** The system's containerd in a folder of its own, with the images of {@link Images}. */
final class Containerd extends ExternalResource {
  private static final long PATIENCE_SECONDS = 30;

  private final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));
  private Process process;

  @Override
  protected void before() throws Throwable {
    assumeTrue("containerd and ctr are not installed", Program.isInstalled("containerd"));
    assumeTrue("busybox is not installed", Program.isInstalled("busybox"));
    assumeTrue(
        "containerd runs as root only",
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
            == 0);
    assumeTrue(Images.TOOL + " is not there", Files.exists(Images.TOOL));
    folder.create();
    Path config = folder.newFile("config.toml").toPath();
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/sock"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        """
            .formatted(folder.getRoot()));
    process =
        new ProcessBuilder("containerd", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.newFile("log"))
            .start();
    await();
    ctr("images", "import", Images.archive(folder.newFolder("images").toPath()).toString()).ok();
  }

  private void await() throws Exception {
    for (int i = 0; ctr("version").status() != 0; i++) {
      if (i > 100 || !process.isAlive()) {
        throw new AssertionError(Files.readString(folder.getRoot().toPath().resolve("log")));
      }
      Thread.sleep(100);
    }
  }

  @Override
  protected void after() {
    if (process != null) {
      process.destroy();
      try {
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    folder.delete();
  }

  Program.Ended ctr(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ctr", "-a", folder.getRoot() + "/sock"));
    command.addAll(Arrays.asList(arguments));
    return Program.run(command.toArray(String[]::new));
  }

  RuntimeSpec spec(String id) throws Exception {
    return RuntimeSpec.parse(ctr("containers", "info", "--spec", id).ok().text());
  }

  /** The container's root file system, which is not mounted. */
  RootFiles rootFiles(String id) throws Exception {
    String line = ctr("snapshots", "mounts", "/target", id).ok().text().strip();
    String[] words = line.split(" ");
    List<String> options = List.of(words[words.length - 1].split(","));
    return RootFiles.of(List.of(Mount.of("overlay", "overlay", options)));
  }

  ImageConfig image(String name) throws Exception {
    String target =
        ctr("images", "ls", "name==" + name)
            .ok()
            .text()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .split(" +")[2];
    Manifest manifest = Manifest.parse(blob(target));
    return ImageConfig.parse(blob(manifest.config().digest().toString()));
  }

  private byte[] blob(String digest) throws Exception {
    return ctr("content", "get", digest).ok().output();
  }
}
