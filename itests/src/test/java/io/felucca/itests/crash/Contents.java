package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.leases.CreateRequest;
import io.felucca.wire.leases.Lease;
import io.felucca.wire.leases.ListRequest;
import io.felucca.wire.leases.ListResourcesRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Commits blobs of three kinds: kept by a label, kept by a lease, kept by nothing. */
final class Contents implements Load {
  private static final Map<String, String> ROOT = Map.of("containerd.io/gc.root", "yes");

  private final Stage stage;
  private final Random random;
  private final Set<String> labelled = new HashSet<>();
  private final Map<String, String> leased = new LinkedHashMap<>();
  private final Set<String> strays = new HashSet<>();
  private final List<Blob> unread = new ArrayList<>();
  private int number;

  Contents(Stage stage, Random random) {
    this.stage = stage;
    this.random = random;
  }

  @Override
  public void step() {
    Blob blob = Blob.random(random, 1 + random.nextInt(40_000));
    switch (number++ % 3) {
      case 0 -> {
        Upload.commit(stage.rpc().channel(), blob, ROOT);
        labelled.add(blob.digest());
        unread.add(blob);
      }
      case 1 -> {
        String lease = "lease-" + number;
        stage.rpc().leases().create(CreateRequest.newBuilder().setId(lease).build());
        leased.put(lease, "");
        Upload.commit(stage.rpc().leased(lease), blob, Map.of());
        leased.put(lease, blob.digest());
        unread.add(blob);
      }
      default -> {
        Upload.commit(stage.rpc().channel(), blob, Map.of());
        strays.add(blob.digest());
      }
    }
  }

  @Override
  public void check() throws IOException {
    checkLeases();
    for (Blob blob : unread) {
      assertEquals(blob.digest(), Blob.digestOf(read(blob)));
    }
    unread.clear();
    Set<String> listed = listed();
    assertTrue("labelled blobs are lost", listed.containsAll(labelled));
    for (String digest : leased.values()) {
      assertTrue("leased blob is lost: " + digest, digest.isEmpty() || listed.contains(digest));
    }
    for (String stray : strays) {
      assertFalse("was not collected: " + stray, listed.contains(stray));
    }
  }

  private void checkLeases() {
    List<String> listed =
        stage.rpc().leases().list(ListRequest.getDefaultInstance()).getLeasesList().stream()
            .map(Lease::getId)
            .toList();
    assertTrue("leases are lost", listed.containsAll(leased.keySet()));
    leased.forEach((lease, digest) -> assertTrue(lease, digest.isEmpty() || holds(lease, digest)));
  }

  private boolean holds(String lease, String digest) {
    ListResourcesRequest request = ListResourcesRequest.newBuilder().setId(lease).build();
    return stage.rpc().leases().listResources(request).getResourcesList().stream()
        .anyMatch(resource -> resource.getId().equals(digest));
  }

  private byte[] read(Blob blob) throws IOException {
    ReadContentRequest request = ReadContentRequest.newBuilder().setDigest(blob.digest()).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stage
        .rpc()
        .content()
        .read(request)
        .forEachRemaining(p -> bytes.writeBytes(p.getData().toByteArray()));
    return bytes.toByteArray();
  }

  private Set<String> listed() {
    Set<String> digests = new HashSet<>();
    stage
        .rpc()
        .content()
        .list(ListContentRequest.getDefaultInstance())
        .forEachRemaining(
            page -> page.getInfoList().forEach(info -> digests.add(info.getDigest())));
    return digests;
  }

  @Override
  public int acknowledged() {
    return labelled.size() + leased.size() + strays.size();
  }
}
