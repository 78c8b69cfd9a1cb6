package io.felucca.metadata;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Digest;
import io.felucca.api.Scope;
import io.felucca.api.lease.LeaseResource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What keeps what. */
public class ReferencesTest extends GarbageTest {
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
  public void sandboxesKeepWhatTheirLabelsName() {
    layer(ONE, "s", "", Map.of());
    put(ONE, "a");
    put(ONE, "stray", gc("bref.sandbox", "pod"));
    Map<String, String> labels = gc("ref.content", id("a"), "ref.snapshot.copy", "s");
    world.metadata.sandboxes().create(ONE, SandboxesTest.sandbox("pod", labels));
    collect();
    assertEquals("a", kept("a", "stray"));
    assertEquals(List.of("s"), keys(ONE));
    world.metadata.sandboxes().delete(ONE, "pod");
    collect();
    assertEquals("", kept("a"));
    assertEquals(List.of(), keys(ONE));
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
}
