package io.felucca.oci.golden;

import io.felucca.api.Digest;
import io.felucca.oci.image.Execution;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The busybox image of the integration tests, and images of its layers with other users. */
final class Images {
  static final String PLAIN = "docker.io/library/busybox:debian";
  static final String OTHER = "docker.io/library/busybox:other";
  static final List<String> USERS =
      List.of("guest", "1000", "0:0", "1000:2000", "guest:extra", "4242", "0:extra", "guest:7");

  static final Path TOOL = Path.of("../../itests/tools/busybox-image").toAbsolutePath();

  private final Path layout;
  private final List<ImageDescriptor> images = new ArrayList<>();

  private Images(Path layout) {
    this.layout = layout;
  }

  static String ofUser(String user) {
    return "docker.io/library/busybox:" + user.replace(':', '-');
  }

  /** An archive of all images. */
  static Path archive(Path folder) throws Exception {
    Path archive = folder.resolve("busybox.tar");
    Path layout = Files.createDirectory(folder.resolve("layout"));
    Program.run("sh", TOOL.toString(), archive.toString()).ok();
    Program.run("tar", "-C", layout.toString(), "-xf", archive.toString()).ok();
    new Images(layout).addAll();
    Path all = folder.resolve("all.tar");
    Program.run("tar", "-C", layout.toString(), "-cf", all.toString(), ".").ok();
    return all;
  }

  private void addAll() throws IOException {
    Path file = layout.resolve("index.json");
    Index index = Index.parse(Files.readAllBytes(file));
    images.addAll(index.manifests());
    Manifest manifest = Manifest.parse(blob(images.get(0)));
    ImageConfig config = ImageConfig.parse(blob(manifest.config()));
    for (String user : USERS) {
      add(ofUser(user), manifest, config, user(config.execution(), user));
    }
    add(OTHER, manifest, config, other());
    Files.write(file, Index.of(images).toBytes());
  }

  private static Execution user(Execution base, String user) {
    return new Execution(
        user,
        base.env(),
        base.entrypoint(),
        base.cmd(),
        base.workingDir(),
        "",
        Map.of(),
        Set.of(),
        Set.of());
  }

  private static Execution other() {
    return new Execution(
        "",
        List.of(),
        List.of("/bin/echo", "-n"),
        List.of("hello"),
        "/srv",
        "SIGINT",
        Map.of("maintainer", "nobody"),
        Set.of("/data"),
        Set.of("80/tcp"));
  }

  private void add(String name, Manifest base, ImageConfig config, Execution execution)
      throws IOException {
    ImageConfig other =
        new ImageConfig(
            config.platform(),
            config.created(),
            config.author(),
            execution,
            config.diffIds(),
            config.history());
    Manifest manifest = Manifest.of(put(MediaTypes.OCI_CONFIG, other.toBytes()), base.layers());
    ImageDescriptor image = put(MediaTypes.OCI_MANIFEST, manifest.toBytes());
    images.add(
        new ImageDescriptor(
            image.mediaType(),
            image.digest(),
            image.size(),
            Optional.of(config.platform()),
            Map.of("io.containerd.image.name", name),
            List.of(),
            "",
            ""));
  }

  private ImageDescriptor put(String type, byte[] bytes) throws IOException {
    ImageDescriptor descriptor = ImageDescriptor.of(type, Digest.of(bytes), bytes.length);
    Files.write(path(descriptor), bytes);
    return descriptor;
  }

  private byte[] blob(ImageDescriptor descriptor) throws IOException {
    return Files.readAllBytes(path(descriptor));
  }

  private Path path(ImageDescriptor descriptor) {
    return layout.resolve("blobs/sha256").resolve(descriptor.digest().hex());
  }
}
