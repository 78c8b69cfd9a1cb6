package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcStats;
import io.felucca.api.image.Image;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import io.felucca.metadata.world.TestWorld;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class CollectorTest extends WorldTest {
  private static final String GC = "containerd.io/gc.";
  private static final String PAST = "2020-01-01T00:00:00Z";
  private static final String FUTURE = "2099-01-01T00:00:00+02:00";

  private GcStats collect() {
    return world.metadata.collect();
  }

  /** Which of these texts are still blobs of the first namespace. */
  private String kept(String... texts) {
    List<String> blobs = blobs(ONE);
    StringBuilder kept = new StringBuilder();
    for (String text : texts) {
      kept.append(blobs.contains(digest(text).toString()) ? text + " " : "");
    }
    return kept.toString().trim();
  }

  private List<String> images() {
    return world.metadata.images().list(ONE, Filter.ALL).stream().map(Image::name).toList();
  }

  private List<String> leases() {
    return world.metadata.leases().list(ONE, Filter.ALL).stream().map(Lease::id).toList();
  }

  private static Map<String, String> gc(String... pairs) {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(GC + pairs[i], pairs[i + 1]);
    }
    return labels;
  }

  private static String id(String text) {
    return digest(text).toString();
  }

  private void container(String id, String snapshotKey, Map<String, String> labels) {
    world
        .metadata
        .containers()
        .create(
            ONE,
            new Container(
                id,
                labels,
                "",
                "runtime",
                null,
                new TypedValue("spec", new byte[0]),
                snapshotKey.isEmpty() ? "" : "copy",
                snapshotKey,
                "",
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH));
  }

  @Test
  public void whatNothingRefersToGoes() {
    put(ONE, "a");
    snapshots().prepare(ONE, "s", "", Map.of());
    collect();
    assertEquals("", kept("a"));
    assertEquals(List.of(), keys(ONE));
    assertEquals(List.of(), bytes());
    assertEquals(List.of(), inBackend());
  }

  @Test
  public void imagesKeepTheirTargetAndWhatItRefersTo() {
    put(ONE, "layer 1");
    put(ONE, "layer 2");
    put(ONE, "config");
    put(ONE, "stray");
    Map<String, String> labels = new HashMap<>();
    labels.put(GC + "ref.content.config", id("config"));
    labels.put(GC + "ref.content.l.0", id("layer 1"));
    labels.put(GC + "ref.content/anything", id("layer 2"));
    labels.put(GC + "ref.contents", id("stray"));
    Digest manifest = put(ONE, "manifest", labels);
    tag(ONE, "image", manifest, Map.of());
    collect();
    String all = "manifest config layer 1 layer 2";
    assertEquals(all, kept("manifest", "config", "layer 1", "layer 2", "stray"));
    world.metadata.images().delete(ONE, "image", null);
    collect();
    assertEquals("", kept("manifest", "config", "layer 1", "layer 2"));
  }

  @Test
  public void referencesDoNotLeaveTheirNamespace() {
    put(TWO, "a");
    tag(ONE, "image", digest("a"), Map.of());
    collect();
    assertEquals(List.of(), blobs(TWO));
  }

  @Test
  public void configsKeepTheSnapshotsThatTheyWereUnpackedTo() {
    layer(ONE, "base", "", Map.of());
    layer(ONE, "top", "base", Map.of());
    layer(ONE, "other", "base", Map.of());
    tag(ONE, "image", put(ONE, "config", gc("ref.snapshot.copy", "top")), Map.of());
    collect();
    assertEquals(List.of("base", "top"), keys(ONE));
    assertEquals(2, inBackend().size());
  }

  @Test
  public void snapshotReferencesMayHaveNames() {
    layer(ONE, "a", "", Map.of());
    layer(ONE, "b", "", Map.of());
    tag(
        ONE,
        "image",
        put(ONE, "config", gc("ref.snapshot.copy/one", "a", "ref.snapshot.other", "b")),
        Map.of());
    collect();
    assertEquals(List.of("a"), keys(ONE));
  }

  @Test
  public void rootLabelsKeepContentAndSnapshotsButNothingElse() {
    put(ONE, "a", gc("root", "yes"));
    layer(ONE, "s", "", gc("root", "2020-01-01"));
    tag(ONE, "image", digest("a"), gc("root", "yes", "expire", PAST));
    collect();
    assertEquals("a", kept("a"));
    assertEquals(List.of("s"), keys(ONE));
    assertEquals(List.of(), images());
  }

  @Test
  public void containersKeepTheirSnapshotAndWhatTheirLabelsName() {
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(ONE, "rootfs", "base", Map.of());
    put(ONE, "a");
    tag(ONE, "image", put(ONE, "b"), gc("expire", PAST));
    container("c", "rootfs", gc("ref.content", id("a"), "ref.image", "image"));
    collect();
    assertEquals(List.of("base", "rootfs"), keys(ONE));
    assertEquals("a b", kept("a", "b"));
    assertEquals(List.of("image"), images());
    world.metadata.containers().delete(ONE, "c");
    collect();
    assertEquals(List.of(), keys(ONE));
    assertEquals(List.of(), images());
    assertEquals("", kept("a", "b"));
  }

  @Test
  public void leasesKeepWhatTheyHoldUntilTheyGo() {
    world.metadata.leases().create(ONE, "l", Map.of());
    Scope scope = ONE.withLease("l");
    put(ONE, "child");
    put(scope, "a", gc("ref.content", id("child")));
    layer(ONE, "base", "", Map.of());
    snapshots().prepare(scope, "s", "base", Map.of());
    collect();
    assertEquals("a child", kept("a", "child"));
    assertEquals(List.of("base", "s"), keys(ONE));
    world.metadata.leases().delete(ONE, "l");
    collect();
    assertEquals("", kept("a", "child"));
    assertEquals(List.of(), keys(ONE));
  }

  @Test
  public void expiredLeasesGoWithWhatTheyHeld() {
    for (String expiry : List.of(PAST, FUTURE, "nonsense")) {
      world.metadata.leases().create(ONE, expiry, gc("expire", expiry));
      put(ONE.withLease(expiry), "held until " + expiry);
    }
    collect();
    assertEquals(List.of(FUTURE, "nonsense"), leases());
    assertEquals(
        "held until " + FUTURE + " held until nonsense",
        kept("held until " + PAST, "held until " + FUTURE, "held until nonsense"));
  }

  @Test
  public void flatLeasesKeepPartsButFollowNoLabels() {
    world.metadata.leases().create(ONE, "flat", gc("flat", "yes"));
    Scope scope = ONE.withLease("flat");
    put(ONE, "child");
    put(scope, "a", gc("ref.content", id("child")));
    layer(ONE, "base", "", Map.of());
    put(ONE, "of snapshot");
    layer(scope, "top", "base", gc("ref.content", id("of snapshot")));
    tag(scope, "image", put(ONE, "target"), gc("expire", PAST));
    world.metadata.leases().addResource(ONE, "flat", new LeaseResource("images", "image"));
    collect();
    assertEquals("a target", kept("a", "child", "of snapshot", "target"));
    assertEquals(List.of("base", "top"), keys(ONE));
    assertEquals(List.of("image"), images());
  }

  @Test
  public void aRootOutweighsAFlatLease() {
    world.metadata.leases().create(ONE, "flat", gc("flat", "yes"));
    put(ONE, "child");
    put(ONE.withLease("flat"), "a", gc("ref.content", id("child"), "root", "yes"));
    collect();
    assertEquals("a child", kept("a", "child"));
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

  @Test
  public void expiredImagesGoUnlessSomethingRefersToThem() {
    tag(ONE, "gone", put(ONE, "a"), gc("expire", PAST));
    tag(ONE, "later", put(ONE, "b"), gc("expire", FUTURE));
    tag(ONE, "wanted", put(ONE, "c"), gc("expire", PAST));
    tag(ONE, "unreadable", put(ONE, "d"), gc("expire", "tomorrow"));
    tag(ONE, "wanting", put(ONE, "e"), gc("ref.image.1", "wanted"));
    collect();
    assertEquals(List.of("later", "unreadable", "wanted", "wanting"), images());
    assertEquals("b c d e", kept("a", "b", "c", "d", "e"));
  }

  @Test
  public void backReferencesTieThingsToTheirParents() {
    tag(ONE, "image", put(ONE, "target"), Map.of());
    layer(ONE, "root", "", gc("root", "yes"));
    container("c", "", Map.of());
    put(ONE, "by image", gc("bref.image", "image"));
    put(ONE, "by content", gc("bref.content.x", id("target")));
    put(ONE, "by snapshot", gc("bref.snapshot.copy/x", "root"));
    put(ONE, "by container", gc("bref.container/x", "c"));
    put(ONE, "by nobody", gc("bref.image", "nothing"));
    put(ONE, "by stray", gc("bref.images", "image"));
    layer(ONE, "s", "", gc("bref.image", "image"));
    tag(ONE, "expired", put(ONE, "of expired"), gc("expire", PAST, "bref.container", "c"));
    collect();
    assertEquals(
        "by image by content by snapshot by container of expired",
        kept(
            "by image",
            "by content",
            "by snapshot",
            "by container",
            "by nobody",
            "by stray",
            "of expired"));
    assertEquals(List.of("root", "s"), keys(ONE));
    assertEquals(List.of("expired", "image"), images());
  }

  @Test
  public void conditionalReferencesHoldWhileTheirConditionDoes() {
    String fresh = Instant.now().minusSeconds(60).toString();
    layer(ONE, "fresh", "", gc("cond.value-usedat", fresh));
    layer(ONE, "fresh, unused", "", gc("cond.value-usedat", fresh));
    layer(ONE, "stale", "", gc("cond.value-usedat", PAST));
    layer(ONE, "stale, wanted", "", gc("cond.value-usedat", PAST));
    layer(ONE, "without use", "", Map.of());
    tag(
        ONE,
        "image",
        put(ONE, "a", gc("cond.snapshot.copy/stale", "usedat<1h|stale, wanted")),
        gc(
            "cond.snapshot.copy/1", "usedat<24h|fresh",
            "cond.snapshot.copy/2", "usedat<24h|stale",
            "cond.snapshot.copy/3", "usedat<1s,usedat>8760h|stale, wanted",
            "cond.snapshot.copy/4", "usedat<24h|without use",
            "cond.snapshot.copy/5", "sizeof<3|fresh, unused",
            "cond.snapshot.copy/6", "usedat=1m|fresh, unused",
            "cond.snapshot.copy/7", "usedat<soon|fresh, unused",
            "cond.snapshot.copy/8", "no bar"));
    collect();
    assertEquals(List.of("fresh", "stale, wanted"), keys(ONE));
  }

  @Test
  public void circlesGoAsAWhole() {
    put(ONE, "a", gc("ref.content", id("b")));
    put(ONE, "b", gc("ref.content", id("a")));
    collect();
    assertEquals("", kept("a", "b"));
  }

  @Test
  public void deepStacksGoAtOnce() {
    String parent = "";
    for (int i = 0; i < 20; i++) {
      layer(ONE, "layer " + i, parent, Map.of());
      parent = "layer " + i;
    }
    collect();
    assertEquals(List.of(), keys(ONE));
    assertEquals(List.of(), inBackend());
  }

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
  public void listenersHearOfChangesAndDeletions() throws Exception {
    List<Boolean> heard = new ArrayList<>();
    AutoCloseable handle = world.metadata.onMutation(heard::add);
    tag(ONE, "a", digest("a"), Map.of());
    world.metadata.images().delete(ONE, "a", null);
    snapshots().prepare(ONE, "s", "", Map.of());
    snapshots().remove(ONE, "s");
    assertEquals(List.of(false, true, false, true), heard);
    collect();
    assertEquals(4, heard.size());
    handle.close();
    tag(ONE, "a", digest("a"), Map.of());
    assertEquals(4, heard.size());
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
}
