package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/**
 * What every content store must do; a vendor's test extends this and gives {@link #create}.
 *
 * <p>The tests of {@link ContentStoreSuiteIngests} belong to it.
 */
public abstract class ContentStoreSuite extends ContentStoreSuiteIngests {
  // ---- blobs

  @Test
  public void aNewStoreIsEmpty() {
    assertEquals(List.of(), listed(Filter.ALL));
    assertEquals(List.of(), store.statuses(scope, Filter.ALL));
  }

  @Test
  public void committedBytesAreReadBack() {
    byte[] bytes = bytes(3_000_000, 1);
    Digest digest = put(bytes);
    assertEquals(Digest.of(bytes), digest);
    assertEquals(bytes.length, store.info(scope, digest).size());
    assertEquals(digest, Digest.of(read(digest)));
  }

  @Test
  public void theEmptyBlobIsABlob() {
    Digest digest = put(new byte[0]);
    assertEquals(0, store.info(scope, digest).size());
    assertEquals(0, read(digest).length);
  }

  @Test
  public void blobsAreDatedByTheirCommit() {
    var before = now();
    ContentInfo info = store.info(scope, put(bytes(10, 1)));
    assertFalse(info + " before " + before, info.createdAt().isBefore(before));
    assertFalse(info.updatedAt().isBefore(info.createdAt()));
    assertFalse(info.createdAt().isAfter(java.time.Instant.now()));
  }

  @Test
  public void unknownBlobsAreNotFound() {
    Digest unknown = Digest.of(bytes(5, 99));
    assertFault(Fault.Kind.NOT_FOUND, () -> store.info(scope, unknown));
    assertFault(Fault.Kind.NOT_FOUND, () -> store.delete(scope, unknown));
    assertFault(Fault.Kind.NOT_FOUND, () -> open(unknown).close());
  }

  @Test
  public void readersReadAtAnyOffset() {
    byte[] bytes = bytes(10_000, 3);
    Digest digest = put(bytes);
    try (ContentReader reader = open(digest)) {
      assertEquals(bytes.length, reader.size());
      ByteBuffer into = ByteBuffer.allocateDirect(100);
      assertEquals(100, reader.read(into, 9_000));
      assertEquals(ByteBuffer.wrap(bytes, 9_000, 100), into.flip());
      assertEquals(50, reader.read(into.clear(), 9_950));
      assertEquals(ByteBuffer.wrap(bytes, 9_950, 50), into.flip());
      assertEquals(-1, reader.read(into.clear(), 10_000));
      assertEquals(-1, reader.read(into.clear(), 20_000));
    }
  }

  @Test
  public void deletedBlobsAreGoneButOpenReadersGoOn() {
    byte[] bytes = bytes(1000, 4);
    Digest digest = put(bytes);
    try (ContentReader reader = open(digest)) {
      store.delete(scope, digest);
      assertFault(Fault.Kind.NOT_FOUND, () -> store.info(scope, digest));
      ByteBuffer into = ByteBuffer.allocate(1000);
      assertEquals(1000, reader.read(into, 0));
      assertEquals(ByteBuffer.wrap(bytes), into.flip());
    }
    assertEquals(digest, put(bytes));
  }

  @Test
  public void blobsAreListedInOrderOfDigests() {
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      digests.add(put(bytes(i, i)));
    }
    digests.sort(null);
    assertEquals(digests, listed(Filter.ALL));
  }

  @Test
  public void listsAreFiltered() {
    Digest one = put(bytes(1, 1));
    put(bytes(2, 2));
    assertEquals(List.of(one), listed(Filter.parse(List.of("digest==\"" + one + "\""))));
  }

  @Test
  public void blobsMayGoWhileTheyAreListed() {
    for (int i = 0; i < 10; i++) {
      put(bytes(i, i));
    }
    store.list(scope, Filter.ALL, info -> store.delete(scope, info.digest()));
    assertEquals(List.of(), listed(Filter.ALL));
  }

  @Test
  public void otherAlgorithmsAreServed() {
    byte[] bytes = bytes(5000, 8);
    Digest expected = digest("sha512", bytes);
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", expected, 0))) {
      writer.write(ByteBuffer.wrap(bytes));
      assertEquals(expected, writer.digest());
      writer.commit(0, expected, Map.of());
    }
    assertEquals(Digest.of(bytes), Digest.of(read(expected)));
  }

  @Test
  public void anotherAlgorithmMayBeToldAtTheCommit() {
    byte[] bytes = bytes(5000, 9);
    Digest expected = digest("sha512", bytes);
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, expected, Map.of());
    }
    assertEquals(bytes.length, store.info(scope, expected).size());
  }

  // ---- labels

  /** A raw store may leave labels to the metadata above: then an update is refused. */
  @Test
  public void labelsAreKeptOrRefused() {
    Digest digest = put(bytes(7, 7));
    ContentInfo info = store.info(scope, digest);
    ContentInfo wanted = labelled(info, Map.of("a", "1", "b", "2"));
    try {
      assertEquals(wanted.labels(), store.update(scope, wanted, FieldPaths.all()).labels());
    } catch (Fault refused) {
      assertTrue(
          refused.toString(),
          Fault.is(refused, Fault.Kind.FAILED_PRECONDITION)
              || Fault.is(refused, Fault.Kind.UNIMPLEMENTED));
      return;
    }
    store.update(scope, labelled(info, Map.of("a", "")), FieldPaths.of("labels.a"));
    assertEquals(Map.of("b", "2"), store.info(scope, digest).labels());
    assertFault(
        Fault.Kind.INVALID_ARGUMENT, () -> store.update(scope, info, FieldPaths.of("size")));
  }

  private static ContentInfo labelled(ContentInfo info, Map<String, String> labels) {
    return new ContentInfo(info.digest(), info.size(), info.createdAt(), info.updatedAt(), labels);
  }
}
