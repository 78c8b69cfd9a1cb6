package io.felucca.metadata.db;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DatabaseTest {
  private static final Backend SOME = Backend.snapshotter("some");

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path file;
  private Database database;

  @Before
  public void open() {
    file = temporary.getRoot().toPath().resolve("folder/meta.db");
    database = new Database(file, true);
  }

  @After
  public void close() {
    database.close();
  }

  private void reopen() {
    database.close();
    database = new Database(file, true);
  }

  private static Lease lease(String id) {
    return new Lease(id, Instant.EPOCH, Map.of());
  }

  private void put(String id) {
    database.change(
        change -> {
          change.space("n").leases().put(lease(id));
          return null;
        });
  }

  @Test
  public void nothingIsOpenedBeforeTheFirstCall() {
    assertFalse(file.toFile().exists());
    database.close();
    assertFalse(file.toFile().exists());
  }

  @Test
  public void afterTheEndItIsUnavailable() {
    put("a");
    database.close();
    database.close();
    Fault fault = assertThrows(Fault.class, () -> put("b"));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
  }

  @Test
  public void aChangeThatThrowsLeavesNothing() {
    assertThrows(
        Fault.class,
        () ->
            database.change(
                change -> {
                  change.space("n").leases().put(lease("a"));
                  change.deletedIn(SOME);
                  throw Fault.invalid("no");
                }));
    assertEquals(List.of(), database.view(World::names));
    database.dirt().take(List.of());
    assertEquals(Set.of(), database.dirt().take(List.of(SOME)));
  }

  @Test
  public void afterACrashAnyBackendMayBeDirty() throws Exception {
    assertEquals(Set.of(SOME), database.dirt().take(List.of(SOME)));
    database.dirt().swept(SOME, true);
    reopen();
    assertEquals(Set.of(), database.dirt().take(List.of(SOME)));
    put("a");
    Path copy = Files.copy(file, file.resolveSibling("as a crash leaves it"));
    try (Database second = new Database(copy, true)) {
      assertEquals(Set.of(SOME), second.dirt().take(List.of(SOME)));
    }
  }

  @Test
  public void instancesOnOneStoreShareWhatTheCollectorKnows() {
    database.dirt().take(List.of());
    put("a");
    long moment = database.moment();
    try (Database second = new Database(file, true)) {
      second.join();
      assertTrue(second.changeSilently(change -> second.isFirstSince(moment)));
      second.change(
          change -> {
            change.deletedIn(SOME);
            return null;
          });
      assertFalse(database.changeSilently(change -> database.isFirstSince(moment)));
      assertTrue(second.locks("keys").tryAlone("a").isPresent());
      assertFalse(database.locks("keys").tryAlone("a").isPresent());
    }
    assertEquals(2, database.backlog().get().changes());
    assertEquals(1, database.backlog().get().deletions());
    assertEquals(Set.of(SOME), database.dirt().take(List.of()));
  }

  @Test
  public void anotherInstanceJoinsOnlyWhereTheStoreIsOpen() {
    try (Database second = new Database(file, true)) {
      second.join();
      assertFalse(file.toFile().exists());
      put("a");
      second.join();
      database.close();
      assertEquals(1, second.backlog().get().changes());
    }
  }

  @Test
  public void theLastInstanceLeavesTheMark() {
    database.dirt().take(List.of());
    Database second = new Database(file, true);
    put("a");
    second.join();
    database.close();
    second.change(
        change -> {
          change.space("n").leases().put(lease("b"));
          return null;
        });
    second.close();
    reopen();
    assertEquals(Set.of(), database.dirt().take(List.of(SOME)));
  }

  @Test
  public void whatWasLeftDirtyOrWasBeingSweptIsRemembered() {
    database.dirt().take(List.of());
    database.change(
        change -> {
          change.deletedIn(SOME);
          return null;
        });
    database.dirt().take(List.of());
    database.change(
        change -> {
          change.deletedIn(Backend.CONTENT);
          return null;
        });
    reopen();
    assertEquals(Set.of(Backend.CONTENT, SOME), database.dirt().take(List.of()));
  }

  @Test
  public void numbersAreNeverGivenTwice() {
    Set<String> names = new HashSet<>();
    for (int life = 0; life < 3; life++) {
      for (int i = 0; i < 1500; i++) {
        assertTrue(names.add(database.backendName("n", "k")));
      }
      reopen();
    }
    assertTrue(names.contains("n/1/k"));
  }

  @Test
  public void aMomentTellsWhetherAnythingChangedSince() {
    put("a");
    long moment = database.moment();
    assertTrue(moment >= 0);
    assertTrue(database.changeSilently(change -> database.isFirstSince(moment)));
    assertFalse(database.changeSilently(change -> database.isFirstSince(moment)));
    long running = database.changeSilently(change -> database.moment());
    assertTrue(running < 0);
    assertFalse(database.changeSilently(change -> database.isFirstSince(running)));
  }

  @Test
  public void pagesSeeEveryRecordOnce() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 520; i++) {
      String id = String.format("%03d", i);
      ids.add(id);
      put(id);
    }
    List<String> seen = new ArrayList<>();
    Pages.each(
        database,
        world -> world.space("n").leases(),
        Lease::id,
        page -> page.forEach(lease -> seen.add(lease.id())));
    assertEquals(ids, seen);
  }

  @Test
  public void resourcesMayHaveAnyName() {
    String weird = "a/b snapshots/\u0000é";
    LeaseResource resource = LeaseBook.snapshot("sn", weird);
    put("a");
    database.change(
        change -> {
          change.space("n").leaseBook().add("a", resource);
          return null;
        });
    assertEquals(List.of(resource), database.view(world -> world.space("n").leaseBook().of("a")));
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                database.change(
                    change -> {
                      change.space("n").leaseBook().add("a", LeaseBook.image("x".repeat(32768)));
                      return null;
                    }));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void timesBeforeAndAfter1970AreKept() {
    for (String text :
        new String[] {
          "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.5Z"
        }) {
      Instant time = Instant.parse(text);
      byte[] bytes = new RecordWriter(1).time(time).done();
      assertEquals(time, new RecordReader(bytes, 1).time());
    }
  }

  @Test
  public void brokenRecordsAreDataLoss() {
    Codec<ContentInfo> codec = new BlobCodec();
    Digest digest = Digest.of(new byte[0]);
    Map<String, String> labels = Map.of("key", "value", "k", "v".repeat(300));
    ContentInfo info = new ContentInfo(digest, 1L << 40, Instant.EPOCH, Instant.now(), labels);
    byte[] bytes = codec.encode(info);
    assertEquals(info, codec.decode(digest.toString(), bytes));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      Fault fault = assertThrows(Fault.class, () -> codec.decode(digest.toString(), cut));
      assertEquals(Fault.Kind.DATA_LOSS, fault.kind());
    }
    bytes[0] = 9;
    Fault fault = assertThrows(Fault.class, () -> codec.decode(digest.toString(), bytes));
    assertEquals("record has format 9, this version reads 1", fault.getMessage());
  }
}
