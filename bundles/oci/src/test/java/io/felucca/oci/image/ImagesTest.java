package io.felucca.oci.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class ImagesTest {
  private static final Digest A = Digest.of(new byte[] {1});
  private static final Digest B = Digest.of(new byte[] {2});

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static void refused(Runnable reading) {
    Fault fault = assertThrows(Fault.class, reading::run);
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void manifestsAreReadAndWritten() {
    ImageDescriptor config = ImageDescriptor.of(MediaTypes.OCI_CONFIG, A, 5);
    Manifest manifest =
        new Manifest(
            MediaTypes.OCI_MANIFEST,
            "application/x",
            config,
            List.of(ImageDescriptor.of(MediaTypes.OCI_LAYER_GZIP, B, 1L << 40)),
            Optional.of(config),
            Map.of("a", "b"));

    assertEquals(manifest, Manifest.parse(manifest.toBytes()));
  }

  @Test
  public void dockerManifestsAreRead() {
    Manifest manifest =
        Manifest.parse(
            bytes(
                ("{'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s','size':1,"
                        + "'digest':'%s'},'layers':[{'mediaType':'%s','size':2,'digest':'%s',"
                        + "'urls':['https://x']}]}")
                    .formatted(
                        MediaTypes.DOCKER_MANIFEST,
                        MediaTypes.DOCKER_CONFIG,
                        A,
                        MediaTypes.DOCKER_LAYER_GZIP,
                        B)));

    assertEquals(A, manifest.config().digest());
    assertEquals(List.of("https://x"), manifest.layers().get(0).urls());
    assertEquals(2, manifest.layers().get(0).descriptor().size());
  }

  @Test
  public void documentsThatCouldBeTwoThingsAreRefused() {
    String config = "'config':{'mediaType':'x','digest':'" + A + "','size':1}";

    refused(() -> Manifest.parse(bytes("{'schemaVersion':2," + config + ",'manifests':[]}")));
    refused(() -> Manifest.parse(bytes("{'schemaVersion':1,'fsLayers':[]}")));
    refused(() -> Manifest.parse(bytes("{'schemaVersion':2}")));
    refused(
        () -> Manifest.parse(bytes("{'mediaType':'" + MediaTypes.OCI_INDEX + "'," + config + "}")));
    refused(() -> Index.parse(bytes("{'manifests':[],'layers':[]}")));
    refused(() -> Index.parse(bytes("{'manifests':[]," + config + "}")));
    refused(() -> Manifest.parse(bytes("{" + config.replace("sha256:", "sha256:x") + "}")));
    refused(() -> Manifest.parse(bytes("{" + config.replace(":1}", ":-1}") + "}")));
  }

  @Test
  public void indexesGiveTheBestImageFirst() {
    ImageDescriptor any = ImageDescriptor.of(MediaTypes.OCI_MANIFEST, A, 1);
    ImageDescriptor i386 = any.on(Platform.parse("linux/386"));
    ImageDescriptor amd64 = any.on(Platform.parse("linux/amd64"));
    ImageDescriptor arm = any.on(Platform.parse("linux/arm64"));
    ImageDescriptor provenance =
        new ImageDescriptor(
            MediaTypes.OCI_MANIFEST,
            B,
            1,
            Optional.of(Platform.parse("linux/amd64")),
            Map.of("vnd.docker.reference.type", "attestation-manifest"),
            List.of(),
            "",
            "");
    Index index = Index.of(List.of(provenance, any, i386, arm, amd64));

    assertEquals(index, Index.parse(index.toBytes()));
    assertEquals(
        List.of(amd64, i386, any),
        index.select(PlatformMatcher.only(Platform.parse("linux/amd64"))));
  }

  @Test
  public void configsAreReadAndWritten() {
    ImageConfig config =
        new ImageConfig(
            new Platform("linux", "arm64", "v8"),
            "2020-01-01T00:00:00Z",
            "me",
            new Execution(
                "u:g",
                List.of("A=b"),
                List.of("/e"),
                List.of("c"),
                "/w",
                "SIGINT",
                Map.of("l", "m"),
                Set.of("/v"),
                Set.of("80/tcp")),
            List.of(A, B),
            List.of(new History("2020-01-01T00:00:00Z", "by", "me", "why", true)));

    assertEquals(config, ImageConfig.parse(config.toBytes()));
    assertEquals(ChainIds.of(List.of(A, B)), config.chainId());
    assertEquals(
        Map.of("l", "m", "io.containerd.image.config.stop-signal", "SIGINT"),
        config.containerLabels("SIGTERM"));
  }

  @Test
  public void configsMayLackNearlyAll() {
    ImageConfig config = ImageConfig.parse(bytes("{'config':{'Cmd':null,'Labels':null}}"));

    assertEquals(List.of(), config.execution().cmd());
    assertEquals(
        Map.of(ImageConfig.STOP_SIGNAL_LABEL, "SIGTERM"), config.containerLabels("SIGTERM"));
    refused(() -> ImageConfig.parse(bytes("{'rootfs':{'type':'blocks'}}")));
    refused(() -> ImageConfig.parse(bytes("{'config':{'Cmd':'sh'}}")));
    refused(config::chainId);
  }

  @Test
  public void chainIdsAreDigestsOfDigests() {
    Digest two = Digest.of((A + " " + B).getBytes(StandardCharsets.UTF_8));
    Digest three = Digest.of((two + " " + A).getBytes(StandardCharsets.UTF_8));

    assertEquals(List.of(A, two, three), ChainIds.all(List.of(A, B, A)));
    assertEquals(A, ChainIds.of(List.of(A)));
  }

  @Test
  public void mediaTypesTellWhatTheyAre() {
    String foreign = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    assertTrue(MediaTypes.isLayer(MediaTypes.OCI_LAYER_ZSTD + "+encrypted"));
    assertTrue(MediaTypes.isLayer(foreign));
    assertFalse(MediaTypes.isLayer(MediaTypes.OCI_CONFIG));
    assertTrue(MediaTypes.isNonDistributable(foreign));
    assertTrue(MediaTypes.isKnownConfig(MediaTypes.CHECKPOINT_CONFIG));
    assertFalse(MediaTypes.isConfig(MediaTypes.CHECKPOINT_CONFIG));
    assertEquals("gzip", MediaTypes.compression(MediaTypes.OCI_LAYER_GZIP));
    assertEquals("zstd", MediaTypes.compression(MediaTypes.OCI_LAYER_ZSTD));
    assertEquals("", MediaTypes.compression(MediaTypes.OCI_LAYER));
    assertEquals("gzip", MediaTypes.compression(foreign));
    assertEquals("zstd", MediaTypes.compression(MediaTypes.DOCKER_LAYER_ZSTD));
    assertEquals("", MediaTypes.compression(MediaTypes.DOCKER_LAYER));
  }
}
