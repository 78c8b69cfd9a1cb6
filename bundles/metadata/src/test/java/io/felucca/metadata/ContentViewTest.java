package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import io.felucca.api.namespace.Namespace;
import io.felucca.metadata.world.TestWorld;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ContentViewTest extends WorldTest {
  private static final String TEXT = "some text";
  private static final Digest DIGEST = digest(TEXT);
  private static final Descriptor EXPECTED = Descriptor.of("text/plain", DIGEST, TEXT.length());

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String read(Scope scope, Digest digest) {
    try (ContentReader reader = content().reader(scope, Descriptor.of("", digest, 0))) {
      ByteBuffer into = ByteBuffer.allocate((int) reader.size());
      reader.read(into, 0);
      return new String(into.array(), StandardCharsets.UTF_8);
    }
  }

  private void reopen(String policy) {
    world.close();
    world = new TestWorld(root, policy);
  }

  private Scope leased(String lease) {
    world.metadata.leases().create(ONE, lease, Map.of());
    return ONE.withLease(lease);
  }

  private String held(String lease) {
    return world.metadata.leases().resources(ONE, lease).stream()
        .map(resource -> resource.type() + " " + resource.id())
        .toList()
        .toString();
  }

  @Test
  public void blobsAreSeenOnlyWhereTheyWereBrought() {
    put(ONE, TEXT);
    assertEquals(TEXT, read(ONE, DIGEST));
    assertFault(Kind.NOT_FOUND, "content digest " + DIGEST, () -> content().info(TWO, DIGEST));
    assertFault(Kind.NOT_FOUND, () -> read(TWO, DIGEST));
    assertFault(Kind.NOT_FOUND, () -> content().delete(TWO, DIGEST));
    assertEquals(List.of(), blobs(TWO));
  }

  @Test
  public void labelsAreTheNamespacesOwn() {
    put(ONE, TEXT, Map.of("k", "one", "empty", ""));
    put(TWO, TEXT, Map.of("k", "two"));
    assertEquals(Map.of("k", "one"), content().info(ONE, DIGEST).labels());
    ContentInfo given =
        new ContentInfo(DIGEST, 0, Instant.EPOCH, Instant.EPOCH, Map.of("a.b/c", "x"));
    ContentInfo updated = content().update(ONE, given, FieldPaths.of("labels.a.b/c", "labels.k"));
    assertEquals(Map.of("a.b/c", "x"), updated.labels());
    assertEquals(TEXT.length(), updated.size());
    assertTrue(updated.updatedAt().isAfter(updated.createdAt()));
    assertEquals(updated, content().info(ONE, DIGEST));
    assertEquals(Map.of("k", "two"), content().info(TWO, DIGEST).labels());
  }

  @Test
  public void onlyLabelsAreUpdated() {
    put(ONE, TEXT);
    ContentInfo given = new ContentInfo(DIGEST, 1, Instant.EPOCH, Instant.EPOCH, Map.of());
    assertFault(
        Kind.INVALID_ARGUMENT,
        "cannot update \"size\" field on content info \"" + DIGEST + "\"",
        () -> content().update(ONE, given, FieldPaths.of("size")));
    assertFault(
        Kind.NOT_FOUND,
        "content digest " + DIGEST,
        () -> content().update(TWO, given, FieldPaths.all()));
  }

  @Test
  public void longLabelsAreRefusedBeforeAnythingIsCommitted() {
    try (ContentWriter writer = content().writer(ONE, "r", ANY)) {
      writer.write(bytes(TEXT));
      assertFault(
          Kind.INVALID_ARGUMENT, () -> writer.commit(0, null, Map.of("k", "v".repeat(5000))));
    }
    assertEquals(List.of(), bytes());
    assertEquals(TEXT.length(), content().status(ONE, "r").offset());
  }

  @Test
  public void refsAreTheNamespacesOwn() {
    try (ContentWriter one = content().writer(ONE, "r", ANY);
        ContentWriter two = content().writer(TWO, "r", ANY)) {
      one.write(bytes("1"));
      two.write(bytes("22"));
      assertEquals("r", one.status().ref());
      assertEquals(1, content().status(ONE, "r").offset());
      assertEquals(2, content().status(TWO, "r").offset());
      assertEquals(List.of("r"), refs(ONE));
      assertEquals(List.of(), refs(ONE, "ref==x"));
    }
    content().abort(ONE, "r");
    assertFault(Kind.NOT_FOUND, "reference r", () -> content().status(ONE, "r"));
    assertEquals(List.of("r"), refs(TWO));
  }

  private List<String> refs(Scope scope, String... filters) {
    return content().statuses(scope, Filter.parse(List.of(filters))).stream()
        .map(IngestStatus::ref)
        .toList();
  }

  @Test
  public void refsMayBeAnythingButEmpty() {
    content().writer(ONE, "a/b c:%s é", ANY).close();
    assertEquals(List.of("a/b c:%s é"), refs(ONE));
    assertFault(
        Kind.INVALID_ARGUMENT, "ref must not be empty", () -> content().writer(ONE, "", ANY));
  }

  @Test
  public void ingestsSurviveARestart() {
    try (ContentWriter writer = content().writer(ONE, "r", ANY)) {
      writer.write(bytes("some "));
    }
    reopen();
    try (ContentWriter writer = content().writer(ONE, "r", EXPECTED)) {
      assertEquals(5, writer.status().offset());
      writer.write(bytes("text"));
      writer.commit(TEXT.length(), DIGEST, Map.of());
    }
    assertEquals(TEXT, read(ONE, DIGEST));
    assertEquals(List.of(), refs(ONE));
  }

  @Test
  public void knownDigestsOfOtherNamespacesNeedNoUpload() {
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      assertEquals(TEXT.length(), writer.status().offset());
      assertEquals(TEXT.length(), writer.status().total());
      assertEquals(DIGEST, writer.digest());
      assertEquals(List.of(), blobs(TWO));
      writer.commit(TEXT.length(), DIGEST, Map.of("k", "v"));
    }
    assertEquals(TEXT, read(TWO, DIGEST));
    assertEquals(Map.of("k", "v"), content().info(TWO, DIGEST).labels());
    assertFault(Kind.NOT_FOUND, () -> content().status(TWO, "r"));
  }

  @Test
  public void knownDigestsOfAnotherSizeAreNotShared() {
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", Descriptor.of("", DIGEST, 4))) {
      assertEquals(0, writer.status().offset());
    }
  }

  @Test
  public void aSharedWriterChecksSizeAndDigest() {
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      assertFault(
          Kind.FAILED_PRECONDITION,
          "\"r\" failed size validation: 9 != 8",
          () -> writer.commit(8, null, Map.of()));
      assertFault(Kind.FAILED_PRECONDITION, () -> writer.commit(0, digest("other"), Map.of()));
      writer.commit(0, null, Map.of());
    }
    assertEquals(TEXT, read(TWO, DIGEST));
  }

  @Test
  public void aSharedWriterIsWrittenToAfterACopy() {
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      writer.write(bytes(" more"));
      assertEquals(TEXT.length() + 5, writer.status().offset());
      assertEquals(digest(TEXT + " more"), writer.digest());
      writer.commit(0, null, Map.of());
    }
    assertEquals(TEXT + " more", read(TWO, digest(TEXT + " more")));
    assertEquals(List.of(digest(TEXT + " more").toString()), blobs(TWO));
    assertEquals(List.of(DIGEST.toString()), blobs(ONE));
  }

  @Test
  public void aSharedWriterCanBeTruncated() {
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      assertFault(Kind.OUT_OF_RANGE, () -> writer.truncate(10));
      writer.truncate(0);
      assertEquals(0, writer.status().offset());
      writer.write(bytes("x"));
      writer.commit(1, digest("x"), Map.of());
    }
    assertEquals("x", read(TWO, digest("x")));
  }

  @Test
  public void isolatedNamespacesBringTheirOwnBytes() {
    reopen("isolated");
    put(ONE, TEXT);
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      assertEquals(0, writer.status().offset());
      assertFault(Kind.FAILED_PRECONDITION, () -> writer.commit(TEXT.length(), DIGEST, Map.of()));
      writer.write(bytes(TEXT));
      writer.commit(TEXT.length(), DIGEST, Map.of());
    }
    assertEquals(TEXT, read(TWO, DIGEST));
    assertEquals(List.of(DIGEST), bytes());
  }

  @Test
  public void shareableNamespacesShareEvenWhenIsolated() {
    reopen("isolated");
    put(ONE, TEXT);
    world
        .metadata
        .namespaces()
        .update(
            Scope.daemon(),
            new Namespace("one", Map.of("containerd.io/namespace.shareable", "true")),
            FieldPaths.all());
    try (ContentWriter writer = content().writer(TWO, "r", EXPECTED)) {
      assertEquals(TEXT.length(), writer.status().offset());
      writer.commit(0, DIGEST, Map.of());
    }
    assertEquals(TEXT, read(TWO, DIGEST));
  }

  @Test
  public void otherPoliciesAreRefused() {
    assertFault(
        Kind.INVALID_ARGUMENT,
        "unknown policy \"open\": content_sharing_policy is \"shared\" or \"isolated\"",
        () -> new TestWorld(root, "open"));
  }

  @Test
  public void leasesHoldIngestsAndThenBlobs() {
    Scope scope = leased("l");
    try (ContentWriter writer = content().writer(scope, "r", ANY)) {
      assertEquals("[ingests r]", held("l"));
      writer.write(bytes(TEXT));
      writer.commit(0, DIGEST, Map.of());
    }
    assertEquals("[content " + DIGEST + "]", held("l"));
    content().delete(scope, DIGEST);
    assertEquals("[]", held("l"));
  }

  @Test
  public void blobsThatAreThereAreLeasedToo() {
    put(ONE, TEXT);
    Scope scope = leased("l");
    assertFault(
        Kind.ALREADY_EXISTS, "content " + DIGEST, () -> content().writer(scope, "r", EXPECTED));
    assertEquals("[content " + DIGEST + "]", held("l"));
    Scope other = leased("m");
    try (ContentWriter writer = content().writer(other, "r", ANY)) {
      writer.write(bytes(TEXT));
      assertFault(Kind.ALREADY_EXISTS, "content " + DIGEST, () -> writer.commit(0, null, Map.of()));
    }
    assertEquals("[content " + DIGEST + "]", held("m"));
    assertEquals(List.of(), refs(ONE));
  }

  /** Writes the first half of the text under {@code r} and lets go of it. */
  private void writeHalf(Scope scope) {
    try (ContentWriter writer = content().writer(scope, "r", ANY)) {
      writer.write(bytes(TEXT.substring(0, 4)));
    }
  }

  private long resumedAt(Scope scope, Descriptor expected) {
    try (ContentWriter writer = content().writer(scope, "r", expected)) {
      return writer.status().offset();
    }
  }

  @Test
  public void anIngestGoesOnForWhoHasItsLeaseOrItsDigestOrNoLease() {
    Scope scope = leased("l");
    writeHalf(scope);
    reopen();
    assertEquals(4, resumedAt(scope, ANY));
    assertEquals(4, resumedAt(leased("m"), EXPECTED));
    assertEquals(4, resumedAt(leased("n").withLease(""), ANY));
  }

  @Test
  public void anotherLeaseBeginsAnIngestOfUnknownDigestAnew() {
    writeHalf(leased("l"));
    reopen();
    Scope other = leased("m");
    try (ContentWriter writer = content().writer(other, "r", ANY)) {
      assertEquals(0, writer.status().offset());
      assertEquals(digest(""), writer.digest());
      writer.write(bytes("other"));
    }
    assertEquals("[ingests r]", held("m"));
    world.metadata.leases().delete(ONE, "l");
    world.metadata.collect();
    try (ContentWriter writer = content().writer(other, "r", ANY)) {
      writer.write(bytes(" words"));
      writer.commit(0, null, Map.of());
    }
    assertEquals("other words", read(ONE, digest("other words")));
    assertEquals(List.of(), refs(ONE));
  }

  @Test
  public void whoHadToWaitForAnIngestIsAStrangerStill() {
    Scope other = leased("m");
    try (ContentWriter writer = content().writer(leased("l"), "r", ANY)) {
      writer.write(bytes(TEXT));
      assertFault(Kind.UNAVAILABLE, () -> content().writer(other, "r", ANY));
    }
    assertEquals(0, resumedAt(other, ANY));
  }

  @Test
  public void unknownLeasesAreNotFound() {
    Scope scope = ONE.withLease("none");
    assertFault(Kind.NOT_FOUND, "lease does not exist", () -> content().writer(scope, "r", ANY));
    assertEquals(List.of(), refs(ONE));
    put(ONE, TEXT);
    assertFault(
        Kind.NOT_FOUND, "lease does not exist", () -> content().writer(scope, "r", EXPECTED));
  }

  @Test
  public void aLeaseThatGoesBeforeTheCommitLeavesTheIngest() {
    Scope scope = leased("l");
    try (ContentWriter writer = content().writer(scope, "r", ANY)) {
      writer.write(bytes(TEXT));
      world.metadata.leases().delete(ONE, "l");
      assertFault(Kind.NOT_FOUND, "lease does not exist", () -> writer.commit(0, null, Map.of()));
    }
    assertEquals(TEXT.length(), content().status(ONE, "r").offset());
    assertEquals(List.of(), bytes());
  }

  @Test
  public void anIngestThatTheBackendRefusesIsForgotten() {
    world.plugins.take(ContentStore.KIND, "content");
    assertFault(Kind.UNAVAILABLE, () -> content().writer(ONE, "r", ANY));
    world.plugins.put(ContentStore.KIND, "content", world.content);
    assertEquals(List.of(), refs(ONE));
    put(ONE, TEXT);
  }

  @Test
  public void anotherContentStoreServesWhereTheUsualOneDoesNot() {
    world.plugins.take(ContentStore.KIND, "content");
    world.plugins.put(ContentStore.KIND, "remote", world.content);
    put(ONE, TEXT);
    assertEquals(TEXT, read(ONE, DIGEST));
  }

  @Test
  public void commitsAndDeletionsArePublished() throws Exception {
    try (ContentWriter writer = content().writer(ONE, "r", EXPECTED)) {
      writer.write(bytes(TEXT));
      writer.commit(0, DIGEST, Map.of());
    }
    content().delete(ONE, DIGEST);
    assertEquals(
        List.of(
            "one /content/create ContentCreate[digest="
                + DIGEST
                + ", size=9, mediaType=text/plain]",
            "one /content/delete ContentDelete[digest=" + DIGEST + "]"),
        world.events(2));
    assertEquals(List.of(), eventsLeft());
  }

  @Test
  public void bytesStayUntilTheyAreCollected() {
    put(ONE, TEXT);
    put(TWO, TEXT);
    content().delete(ONE, DIGEST);
    assertEquals(TEXT, read(TWO, DIGEST));
    content().delete(TWO, DIGEST);
    assertEquals(List.of(DIGEST), bytes());
    world.metadata.collect();
    assertEquals(List.of(), bytes());
  }
}
