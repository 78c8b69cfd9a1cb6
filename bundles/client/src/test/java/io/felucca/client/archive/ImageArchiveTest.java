package io.felucca.client.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.Test;

public class ImageArchiveTest {
  private final Map<Digest, byte[]> blobs = new HashMap<>();

  private Descriptor put(String mediaType, Digest digest, long size, InputStream from) {
    try {
      byte[] bytes = from.readAllBytes();
      assertEquals(size, bytes.length);
      blobs.put(Digest.of(bytes), bytes);
      return Descriptor.of(mediaType, Digest.of(bytes), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Archived> read(byte[] archive) throws IOException {
    return ImageArchive.read(new ByteArrayInputStream(archive), this::put);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      tar.file(file.getKey(), file.getValue());
    }
    tar.finish();
    return out.toByteArray();
  }

  @Test
  public void layoutThatWasWrittenIsReadAgain() throws IOException {
    byte[] blob = "blob".getBytes(UTF_8);
    Descriptor target =
        new Descriptor(
            MediaTypes.OCI_MANIFEST,
            Digest.of(blob),
            blob.length,
            Map.of(ImageArchive.NAME, "docker.io/library/x:1", ImageArchive.REF, "1"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LayoutWriter layout = new LayoutWriter(out);
    layout.blob(Digest.of(blob), blob.length, new ByteArrayInputStream(blob));
    assertTrue(layout.has(Digest.of(blob)));
    layout.finish(List.of(ImageDescriptor.of(target)));
    for (byte[] archive : List.of(out.toByteArray(), gzip(out.toByteArray()))) {
      Archived read = read(archive).get(0);
      assertEquals("docker.io/library/x:1", read.name());
      assertEquals("1", read.ref());
      assertEquals(target.digest(), read.target().digest());
      assertTrue(blobs.containsKey(Digest.of(blob)));
    }
  }

  @Test
  public void archiveOfDockerBecomesAManifest() throws IOException {
    byte[] plain = "layer".getBytes(UTF_8);
    byte[] zipped = gzip(plain);
    byte[] list =
        ("[{\"Config\":\"c.json\",\"RepoTags\":[\"x:1\",\"me/y:2\"],"
                + "\"Layers\":[\"1/layer.tar\",\"2/layer.tar\"]}]")
            .getBytes(UTF_8);
    List<Archived> images =
        read(
            tar(
                Map.of(
                    "c.json", "{}".getBytes(UTF_8),
                    "1/layer.tar", plain,
                    "2/layer.tar", zipped,
                    "manifest.json", list)));
    assertEquals(
        List.of("docker.io/library/x:1", "docker.io/me/y:2"),
        images.stream().map(Archived::name).toList());
    Manifest manifest = Manifest.parse(blobs.get(images.get(0).target().digest()));
    assertEquals(MediaTypes.DOCKER_MANIFEST, manifest.mediaType());
    assertEquals(Digest.of("{}".getBytes(UTF_8)), manifest.config().digest());
    assertEquals(
        List.of(MediaTypes.DOCKER_LAYER, MediaTypes.DOCKER_LAYER_GZIP),
        manifest.layers().stream().map(ImageDescriptor::mediaType).toList());
    assertEquals(Digest.of(zipped), manifest.layers().get(1).digest());
  }

  @Test
  public void layerThatIsNotThereIsNamed() throws IOException {
    byte[] list = "[{\"Config\":\"c.json\",\"Layers\":[\"gone.tar\"]}]".getBytes(UTF_8);
    byte[] archive = tar(Map.of("manifest.json", list, "c.json", "{}".getBytes(UTF_8)));
    Fault fault = assertThrows(Fault.class, () -> read(archive));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertTrue(fault.getMessage(), fault.getMessage().contains("gone.tar"));
  }

  @Test
  public void otherArchivesAreRefused() throws IOException {
    byte[] other = tar(Map.of("readme", new byte[3]));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, assertThrows(Fault.class, () -> read(other)).kind());
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};
    assertEquals(Fault.Kind.UNIMPLEMENTED, assertThrows(Fault.class, () -> read(zstd)).kind());
    for (String json : List.of("{", "[{}]", "[null]", "null", "7")) {
      byte[] broken = tar(Map.of("manifest.json", json.getBytes(UTF_8)));
      assertEquals(
          json,
          Fault.Kind.INVALID_ARGUMENT,
          assertThrows(json, Fault.class, () -> read(broken)).kind());
    }
  }

  @Test
  public void namesGetTheirFullForm() {
    assertEquals("docker.io/library/busybox:latest", References.familiar("busybox"));
    assertEquals("docker.io/library/busybox:1", References.familiar("busybox:1"));
    assertEquals("docker.io/me/app:1", References.familiar("me/app:1"));
    assertEquals("quay.io/app:latest", References.familiar("quay.io/app"));
    assertEquals("localhost:5000/app:latest", References.familiar("localhost:5000/app"));
    assertEquals("docker.io/library/x:latest", References.familiar("index.docker.io/library/x"));
  }
}
