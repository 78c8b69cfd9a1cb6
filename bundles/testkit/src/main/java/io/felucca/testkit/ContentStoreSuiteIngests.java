package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** What every content store must do while blobs come in; part of {@link ContentStoreSuite}. */
public abstract class ContentStoreSuiteIngests extends ContentStoreSuiteBase {
  @Test
  public void statusAndDigestFollowTheBytes() {
    byte[] bytes = bytes(700_000, 1);
    try (ContentWriter writer = writer("r")) {
      assertEquals(0, writer.status().offset());
      assertEquals(Digest.of(new byte[0]), writer.digest());
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      for (int end : new int[] {10, 300_000, 700_000}) {
        writer.write(rest.limit(end));
        assertFalse(rest.hasRemaining());
        assertEquals(end, writer.status().offset());
        assertEquals(end, store.status(scope, "r").offset());
        assertEquals(Digest.of(java.util.Arrays.copyOf(bytes, end)), writer.digest());
      }
    }
  }

  @Test
  public void directBuffersAreWrittenToo() {
    byte[] bytes = bytes(400_000, 1);
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
      writer.commit(bytes.length, Digest.of(bytes), Map.of());
    }
    assertEquals(Digest.of(bytes), Digest.of(read(Digest.of(bytes))));
  }

  @Test
  public void anIngestTellsItsTimesAndTotal() {
    var before = now();
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", null, 100))) {
      writer.write(ByteBuffer.wrap(bytes(10, 1)));
      for (IngestStatus status : List.of(writer.status(), store.status(scope, "r"))) {
        assertEquals("r", status.ref());
        assertEquals(100, status.total());
        assertFalse(status.startedAt().isBefore(before));
        assertFalse(status.updatedAt().isBefore(status.startedAt().minusMillis(20)));
        assertFalse(status.updatedAt().isAfter(java.time.Instant.now()));
      }
    }
  }

  @Test
  public void aSecondWriterIsUnavailable() {
    try (ContentWriter writer = writer("my/ref:1")) {
      Fault fault = assertFault(Fault.Kind.UNAVAILABLE, () -> writer("my/ref:1"));
      assertTrue(fault.getMessage(), fault.getMessage().contains("ref my/ref:1 locked for"));
      writer("my/ref:2").close();
    }
    writer("my/ref:1").close();
  }

  /** While a plugin is replaced, two instances work on the same root. */
  @Test
  public void aWriterOfAnotherInstanceLocksTheReferenceToo() {
    ContentStore other = another();
    try (ContentWriter writer = writer("r")) {
      assertFault(Fault.Kind.UNAVAILABLE, () -> other.writer(scope, "r", ANY));
      other.writer(scope, "s", ANY).close();
      // closing one writer must not let go of another one's lock
      assertFault(Fault.Kind.UNAVAILABLE, () -> other.writer(scope, "r", ANY));
      writer.write(ByteBuffer.wrap(bytes(10, 1)));
      assertEquals(10, other.status(scope, "r").offset());
    }
    try (ContentWriter writer = other.writer(scope, "r", ANY)) {
      assertEquals(10, writer.status().offset());
      other.close();
      writer.commit(10, Digest.of(bytes(10, 1)), Map.of());
    }
    assertEquals(10, read(Digest.of(bytes(10, 1))).length);
  }

  @Test
  public void aClosedIngestIsResumed() {
    byte[] bytes = bytes(600_000, 2);
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", null, 600_000))) {
      writer.write(ByteBuffer.wrap(bytes, 0, 350_000));
    }
    IngestStatus left = store.status(scope, "r");
    assertEquals(350_000, left.offset());
    try (ContentWriter writer = another().writer(scope, "r", ANY)) {
      assertEquals(350_000, writer.status().offset());
      assertEquals(600_000, writer.status().total());
      assertEquals(left.startedAt(), writer.status().startedAt());
      assertEquals(Digest.of(java.util.Arrays.copyOf(bytes, 350_000)), writer.digest());
      writer.write(ByteBuffer.wrap(bytes, 350_000, 250_000));
      writer.commit(600_000, Digest.of(bytes), Map.of());
    }
    assertFault(Fault.Kind.NOT_FOUND, () -> store.status(scope, "r"));
    assertEquals(Digest.of(bytes), Digest.of(read(Digest.of(bytes))));
  }

  @Test
  public void anotherTotalBeginsAnew() {
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", null, 100))) {
      writer.write(ByteBuffer.wrap(bytes(50, 1)));
    }
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", null, 20))) {
      assertEquals(0, writer.status().offset());
      assertEquals(20, writer.status().total());
      writer.write(ByteBuffer.wrap(bytes(20, 2)));
      writer.commit(20, Digest.of(bytes(20, 2)), Map.of());
    }
  }

  @Test
  public void truncationBeginsAnew() {
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.wrap(bytes(500_000, 1)));
      assertFault(Fault.Kind.OUT_OF_RANGE, () -> writer.truncate(500_001));
      writer.truncate(0);
      assertEquals(0, writer.status().offset());
      assertEquals(Digest.of(new byte[0]), writer.digest());
      writer.write(ByteBuffer.wrap(bytes(20, 2)));
      writer.commit(20, Digest.of(bytes(20, 2)), Map.of());
    }
    assertEquals(20, read(Digest.of(bytes(20, 2))).length);
  }

  @Test
  public void aWrongSizeIsRefusedAndTheIngestStays() {
    ContentWriter writer = writer("r");
    writer.write(ByteBuffer.wrap(bytes(10, 1)));
    Fault fault =
        assertFault(Fault.Kind.FAILED_PRECONDITION, () -> writer.commit(11, null, Map.of()));
    assertTrue(fault.getMessage(), fault.getMessage().contains("unexpected commit size 10"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("expected 11"));
    writer.close();
    assertEquals(10, store.status(scope, "r").offset());
    assertEquals(List.of(), listed(Filter.ALL));
  }

  @Test
  public void aWrongDigestIsRefusedAndTheIngestCanBeCompleted() {
    byte[] bytes = bytes(20, 1);
    ContentWriter writer = writer("r");
    writer.write(ByteBuffer.wrap(bytes, 0, 10));
    Digest expected = Digest.of(bytes);
    Fault fault =
        assertFault(Fault.Kind.FAILED_PRECONDITION, () -> writer.commit(0, expected, Map.of()));
    String found = Digest.of(java.util.Arrays.copyOf(bytes, 10)).toString();
    assertEquals(
        "unexpected commit digest " + found + ", expected " + expected, fault.getMessage());
    writer.close();
    try (ContentWriter again = writer("r")) {
      again.write(ByteBuffer.wrap(bytes, 10, 10));
      again.commit(20, expected, Map.of());
    }
    assertEquals(20, store.info(scope, expected).size());
  }

  @Test
  public void aBlobThatIsThereEndsTheIngest() {
    Digest digest = put(bytes(10, 1));
    for (Digest expected : new Digest[] {digest, null}) {
      try (ContentWriter writer = writer("again")) {
        writer.write(ByteBuffer.wrap(bytes(10, 1)));
        assertFault(Fault.Kind.ALREADY_EXISTS, () -> writer.commit(10, expected, Map.of()));
      }
      assertFault(Fault.Kind.NOT_FOUND, () -> store.status(scope, "again"));
    }
    assertEquals(10, read(digest).length);
  }

  @Test
  public void aWriterForABlobThatIsThereIsRefused() {
    Descriptor there = Descriptor.of("", put(bytes(10, 1)), 10);
    assertFault(Fault.Kind.ALREADY_EXISTS, () -> store.writer(scope, "r", there));
    writer("r").close();
  }

  @Test
  public void anAbortedIngestIsGone() {
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.wrap(bytes(10, 1)));
    }
    store.abort(scope, "r");
    assertFault(Fault.Kind.NOT_FOUND, () -> store.status(scope, "r"));
    assertFault(Fault.Kind.NOT_FOUND, () -> store.abort(scope, "r"));
    try (ContentWriter writer = writer("r")) {
      assertEquals(0, writer.status().offset());
    }
  }

  @Test
  public void anIngestAbortedUnderItsWriterIsNoBlob() {
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.wrap(bytes(10, 1)));
      store.abort(scope, "r");
      assertThrows(Fault.class, () -> writer.commit(10, null, Map.of()));
    }
    assertEquals(List.of(), listed(Filter.ALL));
    assertEquals(List.of(), store.statuses(scope, Filter.ALL));
  }

  @Test
  public void ingestsAreListedInOrderOfReferences() {
    for (String ref : List.of("b", "c", "a/2", "a/10")) {
      writer(ref).close();
    }
    List<String> refs = store.statuses(scope, Filter.ALL).stream().map(IngestStatus::ref).toList();
    assertEquals(List.of("a/10", "a/2", "b", "c"), refs);
    Filter filter = Filter.parse(List.of("ref~=^a/"));
    assertEquals(2, store.statuses(scope, filter).size());
  }

  @Test
  public void referencesMayBeAnyText() {
    for (String ref : List.of("../../up", "/", "a b\n", "\u00e4\u6f22", "x".repeat(5000))) {
      try (ContentWriter writer = writer(ref)) {
        assertEquals(ref, writer.status().ref());
        assertEquals(ref, store.status(scope, ref).ref());
      }
    }
    assertFault(Fault.Kind.INVALID_ARGUMENT, () -> writer(""));
  }

  @Test
  public void aClosedWriterWritesNoMore() {
    ContentWriter writer = writer("r");
    writer.close();
    writer.close();
    assertThrows(Fault.class, () -> writer.write(ByteBuffer.wrap(bytes(1, 1))));
    assertFault(Fault.Kind.FAILED_PRECONDITION, () -> writer.commit(0, null, Map.of()));
  }

  @Test
  public void ofManyWhoCommitTheSameOneSucceeds() throws Exception {
    byte[] bytes = bytes(300_000, 5);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String ref = "r" + i;
        tasks.add(() -> commits(ref, bytes));
      }
      int succeeded = 0;
      for (Future<Boolean> result : pool.invokeAll(tasks)) {
        succeeded += result.get() ? 1 : 0;
      }
      assertEquals(1, succeeded);
    } finally {
      pool.shutdownNow();
    }
    assertEquals(List.of(Digest.of(bytes)), listed(Filter.ALL));
    assertEquals(List.of(), store.statuses(scope, Filter.ALL));
  }

  private boolean commits(String ref, byte[] bytes) throws IOException {
    try (ContentWriter writer = writer(ref)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, Digest.of(bytes), Map.of());
      return true;
    } catch (Fault fault) {
      assertEquals(fault.toString(), Fault.Kind.ALREADY_EXISTS, fault.kind());
      return false;
    }
  }
}
