package io.felucca.itests.badinput;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.OciArchive;
import io.felucca.itests.fixture.Rpc;
import io.felucca.itests.fixture.Tar;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.Info;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.UpdateRequest;
import io.felucca.wire.images.CreateImageRequest;
import io.felucca.wire.images.DeleteImageRequest;
import io.felucca.wire.images.Image;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.DeleteRequest;
import io.felucca.wire.types.Descriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Indexes and manifests that make no sense. */
public class ImagesIT {
  private static final Blob LAYER = new Tar().file("f", "good").finished();
  private static Daemon daemon;

  @BeforeClass
  public static void start() throws Exception {
    daemon = Imported.daemon();
  }

  @AfterClass
  public static void stop() throws Exception {
    try (Daemon last = daemon) {
      assertTrue(last.answers());
    }
  }

  private static void refused(OciArchive archive, String... words) throws Exception {
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.failed(words);
      imported.leavesNothing();
    }
  }

  private static void refusedIndex(String index, String... words) throws Exception {
    Path file = daemon.folder().resolve("import.tar");
    OciArchive.of("index", LAYER).write(file, Blob.of(index).bytes());
    try (Imported imported = Imported.of(daemon, file)) {
      imported.failed(words);
      imported.leavesNothing();
    }
  }

  private static OciArchive manifest(String json) {
    OciArchive archive = new OciArchive();
    return archive.name("odd", archive.add(OciArchive.MANIFEST, Blob.of(json)));
  }

  @Test
  public void anIndexThatIsNoJsonIsRefused() throws Exception {
    refusedIndex("{not json", "invalid character");
    refusedIndex("[]", "cannot unmarshal array");
    refusedIndex("{\"manifests\":7}", "cannot unmarshal number");
  }

  @Test
  public void anIndexOfNothingIsRefused() throws Exception {
    refused(new OciArchive(), "image might be filtered out");
  }

  @Test
  public void aManifestThatIsNoJsonIsRefused() throws Exception {
    refused(manifest("{not json"), "invalid character");
    refused(manifest("[]"), "cannot unmarshal array");
    refused(manifest("\0\1\2\3"), "invalid character");
  }

  @Test
  public void aManifestWhosePartsAreMissingOrOddIsRefused() throws Exception {
    String config = OciArchive.descriptor(OciArchive.CONFIG, LAYER);
    Blob missing = OciArchive.manifest(config, List.of());
    refused(manifest(text(missing)), "content digest " + LAYER.digest() + ": not found");
    for (String digest : List.of("sha256:../../../../etc/passwd", "nonsense", "")) {
      String odd = OciArchive.descriptor(OciArchive.CONFIG, digest, -5);
      refused(
          manifest(text(OciArchive.manifest(odd, List.of()))),
          "invalid checksum digest " + (digest.isEmpty() ? "format: \"\"" : ""));
    }
  }

  private static String text(Blob blob) {
    return new String(blob.bytes());
  }

  @Test
  public void anIndexThatNamesItselfEnds() throws Exception {
    OciArchive archive = new OciArchive();
    Blob named = Blob.of("the name under which the index pretends to be");
    Blob self = OciArchive.index(List.of(OciArchive.descriptor(OciArchive.INDEX, named)));
    archive.addAs(named, self.bytes());
    archive.name("self", OciArchive.descriptor(OciArchive.INDEX, named.digest(), self.size()));
    refused(archive, named.digest());
  }

  @Test
  public void indexesInIndexesAreFollowedToTheEnd() throws Exception {
    OciArchive archive = new OciArchive();
    Blob manifest =
        OciArchive.manifest(
            archive.add(OciArchive.CONFIG, OciArchive.config(List.of(LAYER.digest()))),
            List.of(archive.add(OciArchive.LAYER, LAYER)));
    String inner = archive.add(OciArchive.MANIFEST, manifest);
    for (int depth = 0; depth < 60; depth++) {
      inner = archive.add(OciArchive.INDEX, OciArchive.index(List.of(inner)));
    }
    archive.name("deep", inner);
    try (Imported imported = Imported.of(daemon, archive)) {
      imported.leavesNothing();
    }
  }

  @Test
  public void referencesInACircleKeepNothingAndLoseNothing() throws Exception {
    try (Rpc rpc = new Rpc(daemon.address(), "circle")) {
      List<Blob> circle = List.of(Blob.of("one"), Blob.of("two"), Blob.of("three"));
      for (Blob blob : circle) {
        Upload.commit(rpc.channel(), blob, Map.of("containerd.io/gc.root", "for now"));
      }
      for (int i = 0; i < 3; i++) {
        label(rpc, circle.get(i), circle.get((i + 1) % 3), circle.get(i));
      }
      rpc.images().create(CreateImageRequest.newBuilder().setImage(image(circle.get(1))).build());
      rpc.collect();
      assertEquals(digests(circle), listed(rpc));
      rpc.images().delete(DeleteImageRequest.newBuilder().setName("circle").setSync(true).build());
      assertEquals(Set.of(), listed(rpc));
    }
  }

  @Test
  public void referencesThatMultiplyAreFollowedOnceEach() {
    try (Rpc rpc = new Rpc(daemon.address(), "many")) {
      rpc.leases().create(CreateRequest.newBuilder().setId("meanwhile").build());
      Blob last = Blob.of("link");
      for (int i = 0; i < 50; i++) {
        Blob next = last;
        last = Blob.of("link " + i);
        Upload.commit(
            rpc.leased("meanwhile"),
            last,
            Map.of(
                "containerd.io/gc.ref.content.0", next.digest(),
                "containerd.io/gc.ref.content.1", next.digest(),
                "containerd.io/gc.ref.content.2", last.digest()));
      }
      rpc.images().create(CreateImageRequest.newBuilder().setImage(image(last)).build());
      rpc.leases().delete(DeleteRequest.newBuilder().setId("meanwhile").setSync(true).build());
      assertEquals(50, listed(rpc).size());
    }
  }

  /** Labels that refer to the next one and to itself take the place of all others. */
  private static void label(Rpc rpc, Blob blob, Blob next, Blob self) {
    Info info =
        Info.newBuilder()
            .setDigest(blob.digest())
            .putLabels("containerd.io/gc.ref.content.0", next.digest())
            .putLabels("containerd.io/gc.ref.content.1", self.digest())
            .putLabels("containerd.io/gc.ref.content.2", "sha256:nonsense")
            .putLabels("containerd.io/gc.ref.snapshot.overlayfs", "../../nothing")
            .build();
    rpc.content().update(UpdateRequest.newBuilder().setInfo(info).build());
  }

  private static Image image(Blob target) {
    Descriptor descriptor =
        Descriptor.newBuilder()
            .setMediaType(OciArchive.INDEX)
            .setDigest(target.digest())
            .setSize(target.size())
            .build();
    return Image.newBuilder().setName("circle").setTarget(descriptor).build();
  }

  private static Set<String> digests(List<Blob> blobs) {
    return new TreeSet<>(blobs.stream().map(Blob::digest).toList());
  }

  private static Set<String> listed(Rpc rpc) {
    Set<String> found = new TreeSet<>();
    rpc.content()
        .list(ListContentRequest.getDefaultInstance())
        .forEachRemaining(page -> page.getInfoList().forEach(info -> found.add(info.getDigest())));
    return found;
  }

  @Test
  public void anArchiveThatIsNoneIsRefused() throws Exception {
    Map<String, String> texts =
        Map.of(
            "",
            "unrecognized image format",
            "no tar at all",
            "unexpected EOF",
            "x".repeat(2_000),
            "invalid tar header");
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = Files.writeString(daemon.folder().resolve("import.tar"), text.getKey());
      try (Imported imported = Imported.of(daemon, file)) {
        imported.failed(text.getValue());
        imported.leavesNothing();
      }
    }
  }

  @Test
  public void anArchiveThatEndsInALayerLeavesNoIngest() throws Exception {
    Blob layer = Blob.random(new Random(5), 3 << 20);
    Path file = OciArchive.of("cut", layer).write(daemon.folder().resolve("import.tar"));
    byte[] whole = Files.readAllBytes(file);
    for (int size : new int[] {1_000, 2 << 20}) {
      Files.write(file, Arrays.copyOf(whole, size));
      try (Imported imported = Imported.of(daemon, file)) {
        imported.failed("failed to ingest \"blobs/sha256/" + layer.hex(), "unexpected EOF");
        imported.leavesNothing();
      }
    }
  }
}
