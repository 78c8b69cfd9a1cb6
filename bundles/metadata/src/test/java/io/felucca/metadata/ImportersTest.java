package io.felucca.metadata;

import static org.junit.Assert.assertEquals;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

/**
 * Several clients import images into one namespace the way {@code ctr images import} does: the
 * layers are the same, each image goes as soon as it is there, and garbage is collected all the
 * time. What a client has brought, or found in place, under its lease stays as long as that.
 */
public class ImportersTest extends WorldTest {
  private static final int CLIENTS = 3;
  private static final int IMPORTS = 60;
  private static final String CONTENT = "containerd.io/gc.ref.content.";
  private static final String TARGET = "containerd.io/snapshot.ref";

  private final long seed = System.nanoTime();
  private final AtomicInteger working = new AtomicInteger(CLIENTS);

  @Test
  public void importersOfTheSameLayersDoNotLoseThemToCollections() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      Random random = new Random(seed + i);
      clients.add(threads.submit(() -> importAll(client, random)));
    }
    clients.add(threads.submit(this::collectAll));
    for (Future<Void> client : clients) {
      client.get();
    }
    threads.shutdown();
    world.metadata.collect();
    assertEquals(List.of(), blobs(ONE));
    assertEquals(List.of(), keys(ONE));
    assertEquals(List.of(), bytes());
    assertEquals(List.of(), inBackend());
  }

  private Void collectAll() {
    while (working.get() > 0) {
      world.metadata.collect();
    }
    return null;
  }

  private Void importAll(int client, Random random) throws Exception {
    try {
      for (int i = 0; i < IMPORTS; i++) {
        importOne(String.format("%d-%03d", client, i), random);
      }
    } finally {
      working.decrementAndGet();
    }
    return null;
  }

  private void importOne(String name, Random random) throws Exception {
    Scope scope = ONE.withLease(world.metadata.leases().create(ONE, "", Map.of()).id());
    String layer = "layer " + random.nextInt(2);
    Digest base = bring(scope, "tar-" + layer, layer, random.nextBoolean());
    Digest config = bring(scope, "tar-config " + name, "config " + name, false);
    if (random.nextInt(4) == 0) {
      giveUp(scope, "half of " + name);
    }
    Digest manifest = bring(scope, "tar-index.json", "manifest " + name, false);
    label(
        scope,
        manifest,
        Map.of(CONTENT + "config", config.toString(), CONTENT + "l.0", base.toString()));
    tag(scope, name, manifest, Map.of());
    world.metadata.leases().delete(ONE, scope.lease());
    unpack(layer, config);
    for (Digest digest : List.of(base, config, manifest)) {
      check(digest);
    }
    assertEquals(layer, snapshots().stat(ONE, layer).name());
    world.metadata.images().delete(ONE, name, null);
  }

  /** Whether the digest is told or not, the blob is there afterwards. */
  private Digest bring(Scope scope, String ref, String text, boolean told) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.of(bytes);
    try (ContentWriter writer =
        open(scope, ref, Descriptor.of("", told ? digest : null, bytes.length))) {
      int from = (int) writer.status().offset();
      writer.write(ByteBuffer.wrap(bytes, from, bytes.length - from));
      writer.commit(bytes.length, told ? digest : null, Map.of());
    } catch (Fault e) {
      if (e.kind() != Kind.ALREADY_EXISTS) {
        throw e;
      }
    }
    assertEquals(text, bytes.length, content().info(scope, digest).size());
    return digest;
  }

  /** As the clients do where somebody else writes the same ref. */
  private ContentWriter open(Scope scope, String ref, Descriptor expected) throws Exception {
    return untilFree(() -> content().writer(scope, ref, expected));
  }

  private static <T> T untilFree(Callable<T> call) throws Exception {
    while (true) {
      try {
        return call.call();
      } catch (Fault e) {
        if (e.kind() != Kind.UNAVAILABLE) {
          throw e;
        }
        Thread.sleep(1);
      }
    }
  }

  /** An import that ends in the middle, its lease with it. */
  private void giveUp(Scope scope, String text) throws Exception {
    Scope other = ONE.withLease(world.metadata.leases().create(ONE, "", Map.of()).id());
    try (ContentWriter writer = open(other, "tar-index.json", ANY)) {
      writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    world.metadata.leases().delete(scope, other.lease());
  }

  private void label(Scope scope, Digest digest, Map<String, String> labels) {
    ContentInfo info = new ContentInfo(digest, 0, Instant.EPOCH, Instant.EPOCH, labels);
    String[] paths = labels.keySet().stream().map("labels."::concat).toArray(String[]::new);
    content().update(scope, info, FieldPaths.of(paths));
  }

  private void unpack(String layer, Digest config) {
    Scope scope = ONE.withLease(world.metadata.leases().create(ONE, "", Map.of()).id());
    String key = "extract " + scope.lease();
    try {
      snapshots().prepare(scope, key, "", Map.of(TARGET, layer));
      snapshots().commit(scope, layer, key, Map.of(), "");
    } catch (Fault e) {
      if (e.kind() != Kind.ALREADY_EXISTS) {
        throw e;
      }
    }
    assertEquals(layer, snapshots().stat(scope, layer).name());
    label(scope, config, Map.of("containerd.io/gc.ref.snapshot.copy", layer));
    world.metadata.leases().delete(ONE, scope.lease());
  }

  private void check(Digest digest) {
    try (ContentReader reader = content().reader(ONE, Descriptor.of("", digest, 0))) {
      ByteBuffer into = ByteBuffer.allocate((int) reader.size());
      reader.read(into, 0);
      assertEquals(digest, Digest.of(into.array()));
    }
  }
}
