package io.felucca.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import io.felucca.api.gc.GcBacklog;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.Reluctant;
import io.felucca.metadata.world.TestWorld;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two instances of metadata on one store, of which one takes the other's place. */
public class SuccessionTest {
  private static final Scope SCOPE = Scope.of("n");
  private static final byte[] BYTES = "some bytes".getBytes(UTF_8);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestWorld world;
  private MetadataService old;
  private MetadataService fresh;

  @Before
  public void begin() {
    world = new TestWorld(folder.getRoot().toPath());
    old = world.metadata;
    old.leases().create(SCOPE, "first", Map.of());
    fresh = world.successor();
  }

  @After
  public void end() {
    fresh.close();
    world.close();
  }

  private static Descriptor nothingKnown() {
    return Descriptor.of("", null, 0);
  }

  @Test
  public void anIngestGoesOnWhereItBeganAndLocksItsRefForTheSuccessor() {
    Scope impatient = SCOPE.withDeadline(Instant.now().plusSeconds(5));
    try (ContentWriter writer = old.content().writer(SCOPE, "r", nothingKnown())) {
      writer.write(ByteBuffer.wrap(BYTES, 0, 4));
      Fault fault =
          assertThrows(Fault.class, () -> fresh.content().writer(impatient, "r", nothingKnown()));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      assertEquals(4, fresh.content().status(SCOPE, "r").offset());
      writer.write(ByteBuffer.wrap(BYTES, 4, BYTES.length - 4));
      writer.commit(BYTES.length, Digest.of(BYTES), Map.of());
    }
    assertEquals(BYTES.length, fresh.content().info(SCOPE, Digest.of(BYTES)).size());
  }

  @Test
  public void theSuccessorResumesAnIngestAtItsOffset() {
    try (ContentWriter writer = old.content().writer(SCOPE, "r", nothingKnown())) {
      writer.write(ByteBuffer.wrap(BYTES, 0, 4));
    }
    old.close();
    try (ContentWriter writer = fresh.content().writer(SCOPE, "r", nothingKnown())) {
      assertEquals(4, writer.status().offset());
    }
  }

  @Test
  public void theSuccessorsCollectionLeavesWhatIsBeingWrittenThroughTheOther() {
    Scope leased = SCOPE.withLease("first");
    try (ContentWriter writer = old.content().writer(leased, "r", nothingKnown())) {
      writer.write(ByteBuffer.wrap(BYTES));
      fresh.collect();
      writer.commit(BYTES.length, null, Map.of());
    }
    fresh.collect();
    assertEquals(BYTES.length, old.content().info(SCOPE, Digest.of(BYTES)).size());
  }

  @Test
  public void whatOneChangedTheOtherCollects() {
    fresh.collect();
    old.snapshotter("copy").prepare(SCOPE, "s", "", Map.of());
    assertEquals(new GcBacklog(true, 1, 0), fresh.backlog());
    fresh.collect();
    assertEquals(new GcBacklog(true, 0, 0), old.backlog());
    assertThrows(Fault.class, () -> old.snapshotter("copy").stat(SCOPE, "s"));
  }

  @Test
  public void whatExpiresIsKnownToBoth() {
    Instant soon = Instant.parse("2090-01-01T00:00:00Z");
    assertEquals(Optional.empty(), fresh.nextExpiry());
    old.leases().create(SCOPE, "l", Map.of("containerd.io/gc.expire", soon.toString()));
    old.close();
    assertEquals(Optional.of(soon), fresh.nextExpiry());
  }

  @Test
  public void theSuccessorServesOnWhenTheOtherHasGone() {
    old.close();
    fresh.leases().create(SCOPE, "second", Map.of());
    assertEquals(2, fresh.leases().list(SCOPE, Filter.ALL).size());
    assertThrows(Fault.class, () -> old.leases().create(SCOPE, "third", Map.of()));
  }

  @Test
  public void oneCollectionRunsAtATime() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Reluctant slow = new Reluctant(world.snapshotter);
    slow.before =
        call -> {
          if (call.equals("list")) {
            inside.countDown();
            await(go);
          }
        };
    world.plugins.put(Snapshotter.KIND, "copy", slow);
    old.snapshotter("copy").prepare(SCOPE, "s", "", Map.of());
    old.snapshotter("copy").remove(SCOPE, "s");
    Thread first = new Thread(old::collect);
    first.start();
    inside.await();
    Thread second = new Thread(fresh::collect);
    second.start();
    while (second.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertTrue(first.isAlive());
    go.countDown();
    first.join();
    second.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(120, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
