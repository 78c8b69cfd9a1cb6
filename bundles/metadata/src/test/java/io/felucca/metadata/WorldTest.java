package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.event.Event;
import io.felucca.api.filter.Filter;
import io.felucca.api.image.Image;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.metadata.world.TestWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** A fresh world for each test, and short words for what tests do in it. */
public abstract class WorldTest {
  static final Scope ONE = Scope.of("one");
  static final Scope TWO = Scope.of("two");
  static final Descriptor ANY = Descriptor.of("", null, 0);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  Path root;
  TestWorld world;

  @Before
  public void openWorld() throws IOException {
    root = temporary.newFolder().toPath();
    world = new TestWorld(root);
  }

  @After
  public void closeWorld() {
    world.close();
  }

  /** As after a restart of the daemon. */
  void reopen() {
    world.close();
    world = new TestWorld(root);
  }

  static Fault assertFault(Fault.Kind kind, String message, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(message, fault.getMessage());
    assertEquals(kind, fault.kind());
    return fault;
  }

  static Fault assertFault(Fault.Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.getMessage(), kind, fault.kind());
    return fault;
  }

  ContentStore content() {
    return world.metadata.content();
  }

  Snapshotter snapshots() {
    return world.metadata.snapshotter("copy");
  }

  /** Puts a blob that consists of {@code text}. */
  Digest put(Scope scope, String text, Map<String, String> labels) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (ContentWriter writer = content().writer(scope, "put " + text, ANY)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, Digest.of(bytes), labels);
    }
    return Digest.of(bytes);
  }

  Digest put(Scope scope, String text) {
    return put(scope, text, Map.of());
  }

  static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Image image(String name, Digest target, Map<String, String> labels) {
    Descriptor descriptor = Descriptor.of("application/vnd.oci.image.manifest.v1+json", target, 9);
    return new Image(name, labels, descriptor, Instant.EPOCH, Instant.EPOCH);
  }

  Image tag(Scope scope, String name, Digest target, Map<String, String> labels) {
    return world.metadata.images().create(scope, image(name, target, labels), null);
  }

  /** Prepares and commits; no collection takes it in between. */
  void layer(Scope scope, String name, String parent, Map<String, String> labels) {
    snapshots()
        .prepare(
            scope, "key of " + name, parent, Map.of("containerd.io/gc.root", "while it is made"));
    snapshots().commit(scope, name, "key of " + name, labels, "");
  }

  List<String> blobs(Scope scope) {
    List<String> digests = new ArrayList<>();
    content().list(scope, Filter.ALL, info -> digests.add(info.digest().toString()));
    return digests;
  }

  List<String> keys(Scope scope) {
    List<String> keys = new ArrayList<>();
    snapshots().list(scope, Filter.ALL, info -> keys.add(info.name()));
    return keys;
  }

  /** The blobs whose bytes are there, whoever sees them. */
  List<Digest> bytes() {
    List<Digest> digests = new ArrayList<>();
    world.content.list(Scope.daemon(), Filter.ALL, info -> digests.add(info.digest()));
    return digests;
  }

  /** The snapshots that the backend has. */
  List<SnapshotInfo> inBackend() {
    List<SnapshotInfo> infos = new ArrayList<>();
    world.snapshotter.list(Scope.daemon(), Filter.ALL, infos::add);
    return infos;
  }

  List<Event> eventsLeft() {
    return world.eventsLeft();
  }
}
