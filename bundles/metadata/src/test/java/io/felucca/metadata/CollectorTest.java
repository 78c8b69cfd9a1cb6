package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.image.Image;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Listener;
import io.felucca.metadata.world.Reluctant;
import io.felucca.metadata.world.TestWorld;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** How collections run. */
public class CollectorTest extends GarbageTest {
  @Test
  public void aParentWithoutItsChildCanBeRemovedAfterwards() {
    layer(ONE, "base", "", gc("root", "yes"));
    snapshots().prepare(ONE, "s", "base", Map.of());
    collect();
    assertEquals(List.of("base"), keys(ONE));
    snapshots().remove(ONE, "base");
  }

  @Test
  public void removedSnapshotsAndImagesArePublished() throws Exception {
    tag(ONE, "image", put(ONE, "a"), gc("expire", PAST));
    snapshots().prepare(ONE, "s", "", Map.of());
    world.events(3);
    collect();
    assertEquals(
        List.of(
            "one /images/delete ImageDelete[name=image]",
            "one /snapshot/remove SnapshotRemove[key=s, snapshotter=copy]"),
        world.events(2));
    assertEquals(List.of(), eventsLeft());
  }

  @Test
  public void oneFailingBackendDoesNotStopTheOthers() {
    Reluctant failing = new Reluctant(world.snapshotter);
    failing.before =
        call -> {
          throw Fault.unavailable("out of order");
        };
    world.plugins.put(Snapshotter.KIND, "failing", failing);
    put(ONE, "a");
    snapshots().prepare(ONE, "s", "", Map.of());
    collect();
    assertEquals(List.of(), bytes());
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void whatFailedIsTriedAgain() {
    snapshots().prepare(ONE, "s", "", Map.of());
    Reluctant reluctant = new Reluctant(world.snapshotter);
    world.plugins.put(Snapshotter.KIND, "copy", reluctant);
    reluctant.before =
        call -> {
          if (call.equals("remove")) {
            throw Fault.unavailable("busy");
          }
        };
    collect();
    assertEquals(List.of(), keys(ONE));
    assertEquals(1, inBackend().size());
    reluctant.before = call -> {};
    collect();
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void backendsThatAreAwayAreSweptWhenTheyAreBack() {
    collect();
    snapshots().prepare(ONE, "s", "", Map.of());
    snapshots().remove(ONE, "s");
    world.plugins.take(Snapshotter.KIND, "copy");
    collect();
    world.close();
    world = new TestWorld(root);
    collect();
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void cleanBackendsAreNotSweptAgain() {
    put(ONE, "a", gc("root", "yes"));
    layer(ONE, "s", "", gc("root", "yes"));
    collect();
    List<String> calls = new ArrayList<>();
    Reluctant reluctant = new Reluctant(world.snapshotter);
    reluctant.before = calls::add;
    world.plugins.put(Snapshotter.KIND, "copy", reluctant);
    collect();
    reopen();
    reluctant = new Reluctant(world.snapshotter);
    reluctant.before = calls::add;
    world.plugins.put(Snapshotter.KIND, "copy", reluctant);
    collect();
    assertEquals(List.of(), calls);
  }

  @Test
  public void theSchedulerHearsOfChangesAndDeletions() {
    List<Boolean> heard = new ArrayList<>();
    world.plugins.put(GcScheduler.KIND, GcScheduler.ID, new Listener(heard::add));
    tag(ONE, "a", digest("a"), Map.of());
    world.metadata.images().delete(ONE, "a", null);
    snapshots().prepare(ONE, "s", "", Map.of());
    snapshots().remove(ONE, "s");
    assertEquals(List.of(false, true, false, true), heard);
    collect();
    assertEquals(4, heard.size());
    world.plugins.take(GcScheduler.KIND, GcScheduler.ID);
    tag(ONE, "a", digest("a"), Map.of());
    assertEquals(4, heard.size());
  }

  @Test
  public void whoHearsOfAChangeFindsItsExpiryNoted() {
    collect();
    List<Object> seen = new ArrayList<>();
    world.plugins.put(
        GcScheduler.KIND,
        GcScheduler.ID,
        new Listener(deleted -> seen.add(world.metadata.nextExpiry())));
    world.metadata.leases().create(ONE, "l", gc("expire", "2090-01-01T00:00:00Z"));
    tag(ONE, "a", digest("a"), gc("expire", "2080-01-01T00:00:00Z"));
    Image sooner = image("a", digest("a"), gc("expire", "2070-01-01T00:00:00Z"));
    world.metadata.images().update(ONE, sooner, FieldPaths.all(), null);
    assertEquals(
        List.of(
            Optional.of(Instant.parse("2090-01-01T00:00:00Z")),
            Optional.of(Instant.parse("2080-01-01T00:00:00Z")),
            Optional.of(Instant.parse("2070-01-01T00:00:00Z"))),
        seen);
  }

  @Test
  public void theNextExpiryIsKnown() {
    assertEquals(Optional.empty(), world.metadata.nextExpiry());
    world.metadata.leases().create(ONE, "l", gc("expire", FUTURE));
    Instant future = Instant.parse("2098-12-31T22:00:00Z");
    assertEquals(Optional.of(future), world.metadata.nextExpiry());
    Instant earlier = future.minusSeconds(10);
    tag(ONE, "a", digest("a"), gc("expire", earlier.toString()));
    assertEquals(Optional.of(earlier), world.metadata.nextExpiry());
    world.metadata.images().delete(ONE, "a", null);
    collect();
    assertEquals(Optional.of(future), world.metadata.nextExpiry());
    reopen();
    assertEquals(Optional.of(future), world.metadata.nextExpiry());
  }

  @Test
  public void whatHasExpiredAndStaysIsNoReasonToCollectAgain() {
    tag(ONE, "wanted", digest("a"), gc("expire", PAST));
    container("c", "", gc("ref.image", "wanted"));
    assertTrue(world.metadata.nextExpiry().isPresent());
    collect();
    assertEquals(List.of("wanted"), images());
    assertFalse(world.metadata.nextExpiry().isPresent());
  }

  @Test
  public void changesGoOnDuringCollections() throws Exception {
    Thread collecting =
        new Thread(
            () -> {
              for (int i = 0; i < 30; i++) {
                collect();
              }
            });
    collecting.start();
    for (int i = 0; i < 100; i++) {
      put(ONE, "root " + i, gc("root", "yes"));
      put(ONE, "stray " + i);
      layer(ONE, "layer " + i, i == 0 ? "" : "layer " + (i - 1), gc("root", "yes"));
    }
    collecting.join();
    collect();
    assertEquals(100, blobs(ONE).size());
    assertEquals(100, bytes().size());
    assertEquals(100, keys(ONE).size());
    assertEquals(100, inBackend().size());
  }

  @Test
  public void leasesHoldIngests() {
    world.metadata.leases().create(ONE, "l", Map.of());
    content().writer(ONE.withLease("l"), "leased", ANY).close();
    content().writer(ONE, "fresh", ANY).close();
    collect();
    assertEquals(2, content().statuses(ONE, Filter.ALL).size());
    world.metadata.leases().delete(ONE, "l");
    collect();
    assertEquals("fresh", content().statuses(ONE, Filter.ALL).get(0).ref());
    assertEquals(1, world.content.statuses(Scope.daemon(), Filter.ALL).size());
  }

  @Test
  public void ingestsAreNotCollectedWhileTheyAreWritten() {
    world.metadata.leases().create(ONE, "l", Map.of());
    try (ContentWriter writer = content().writer(ONE.withLease("l"), "r", ANY)) {
      writer.write(ByteBuffer.wrap(new byte[10]));
      world.metadata.leases().delete(ONE, "l");
      collect();
      writer.write(ByteBuffer.wrap(new byte[10]));
      assertEquals(20, writer.status().offset());
    }
    assertEquals(1, world.content.statuses(Scope.daemon(), Filter.ALL).size());
    collect();
    assertEquals(0, world.content.statuses(Scope.daemon(), Filter.ALL).size());
  }

  @Test
  public void sharedIngestsKeepTheBytesTheyStandFor() {
    put(ONE, "a");
    var expected = io.felucca.api.Descriptor.of("", digest("a"), 1);
    try (ContentWriter writer = content().writer(TWO, "r", expected)) {
      content().delete(ONE, digest("a"));
      collect();
      assertEquals(List.of(digest("a")), bytes());
      writer.commit(1, digest("a"), gc("root", "yes"));
    }
    collect();
    assertEquals(List.of(digest("a")), bytes());
  }
}
