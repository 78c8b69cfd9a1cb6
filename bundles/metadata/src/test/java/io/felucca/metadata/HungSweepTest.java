package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Test;

/** Backends that hang while the collector removes something from them. */
public class HungSweepTest extends GarbageTest {
  private static final String TARGET = "containerd.io/snapshot.ref";

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicReference<String> victim = new AtomicReference<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread collecting = new Thread(this::collect, "collecting");

  /** Hangs in the first removal; knows each target that it has. */
  private final class Hanging extends Reluctant {
    Hanging(Snapshotter real) {
      super(real);
    }

    @Override
    public void remove(Scope scope, String key) {
      hang(key);
      super.remove(scope, key);
    }

    @Override
    public List<Mount> prepare(Scope scope, String key, String parent, Map<String, String> labels) {
      String target = labels.get(TARGET);
      if (target != null
          && inBackend().stream().anyMatch(i -> target.equals(i.labels().get(TARGET)))) {
        throw Fault.exists("snapshot %s", target);
      }
      return super.prepare(scope, key, parent, labels);
    }
  }

  private void hang(String key) {
    if (victim.compareAndSet(null, key)) {
      hanging.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void collectUntilItHangs() throws InterruptedException {
    collecting.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
    collecting.start();
    assertTrue(hanging.await(120, TimeUnit.SECONDS));
  }

  private void goOn() throws InterruptedException {
    assertTrue(collecting.isAlive());
    release.countDown();
    collecting.join();
    assertEquals(null, failure.get());
  }

  @After
  public void letGo() {
    release.countDown();
  }

  private void hangSnapshotter() {
    world.plugins.put(Snapshotter.KIND, "copy", new Hanging(world.snapshotter));
  }

  @Test
  public void whatIsAdoptedDuringASweepIsNeitherHeldUpNorRemoved() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      layer(ONE, name, "", Map.of(TARGET, name));
      snapshots().remove(ONE, name);
    }
    hangSnapshotter();
    collectUntilItHangs();
    String other = victim.get().endsWith("/a") ? "b" : "a";
    // what the backend has already is noted for the namespace
    assertFault(
        Kind.ALREADY_EXISTS,
        () -> snapshots().prepare(TWO, "extract", "", Map.of(TARGET, other, GC + "root", "yes")));
    assertEquals(List.of(other), keys(TWO));
    goOn();
    assertEquals(1, inBackend().size());
    assertEquals(other, inBackend().get(0).labels().get(TARGET));
    assertEquals(other, snapshots().stat(TWO, other).name());
  }

  @Test
  public void whatIsRelabelledDuringASweepStaysForTheNextOne() throws Exception {
    for (String name : List.of("a", "b")) {
      layer(ONE, name, "", Map.of(TARGET, name));
      snapshots().remove(ONE, name);
    }
    hangSnapshotter();
    collectUntilItHangs();
    String other = victim.get().endsWith("/a") ? "b" : "a";
    assertFault(
        Kind.ALREADY_EXISTS,
        () -> snapshots().prepare(ONE, "x", "", Map.of(TARGET, other, GC + "root", "yes")));
    SnapshotInfo info = snapshots().stat(ONE, other);
    SnapshotInfo relabelled =
        new SnapshotInfo(
            info.kind(),
            other,
            "",
            Map.of(TARGET, "renamed", GC + "root", "yes"),
            info.createdAt(),
            info.updatedAt());
    snapshots().update(ONE, relabelled, FieldPaths.all());
    assertFault(
        Kind.ALREADY_EXISTS,
        () -> snapshots().prepare(TWO, "y", "", Map.of(TARGET, "renamed", GC + "root", "yes")));
    snapshots().remove(ONE, other);
    goOn();
    collect();
    assertEquals("renamed", snapshots().stat(TWO, "renamed").name());
  }

  @Test
  public void writersAndOtherCollectionsOfGarbageGoOn() throws Exception {
    snapshots().prepare(ONE, "s", "", Map.of());
    hangSnapshotter();
    collectUntilItHangs();
    snapshots().prepare(ONE, "t", "", Map.of());
    snapshots().commit(ONE, "layer", "t", Map.of(), "");
    snapshots().remove(ONE, "layer");
    tag(ONE, "image", put(ONE, "text"), Map.of());
    world.metadata.images().delete(ONE, "image", null);
    world.metadata.leases().create(ONE, "l", Map.of());
    world.metadata.leases().delete(ONE, "l");
    container("c", "", Map.of());
    world.metadata.containers().delete(ONE, "c");
    assertFalse(world.metadata.nextExpiry().isPresent());
    assertTrue(world.metadata.backlog().changes() > 0);
    goOn();
  }

  @Test
  public void blobsThatAreWantedAgainDuringASweepStay() throws Exception {
    put(ONE, "a");
    put(ONE, "b");
    world.plugins.put(ContentStore.KIND, "content", hangingContent());
    collectUntilItHangs();
    String other = victim.get().equals(id("a")) ? "b" : "a";
    Descriptor expected = Descriptor.of("", digest(other), 1);
    try (ContentWriter writer = content().writer(TWO, "r", expected)) {
      assertEquals(1, writer.status().offset());
      writer.commit(1, digest(other), gc("root", "yes"));
    }
    String third = "third";
    try (ContentWriter writer =
        content().writer(TWO, "r", Descriptor.of("", digest(third), third.length()))) {
      writer.write(ByteBuffer.wrap(third.getBytes()));
      writer.commit(third.length(), digest(third), gc("root", "yes"));
    }
    goOn();
    assertEquals(2, bytes().size());
    assertTrue(bytes().containsAll(List.of(digest(other), digest(third))));
  }

  private ContentStore hangingContent() {
    return (ContentStore)
        Proxy.newProxyInstance(
            ContentStore.class.getClassLoader(),
            new Class<?>[] {ContentStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                hang(arguments[1].toString());
              }
              try {
                return method.invoke(world.content, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
