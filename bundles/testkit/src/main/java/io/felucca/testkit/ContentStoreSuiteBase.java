package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentReader;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** A store to test and the tools to do it; part of {@link ContentStoreSuite}. */
public abstract class ContentStoreSuiteBase {
  /** A descriptor that expects nothing in particular. */
  protected static final Descriptor ANY = Descriptor.of("", null, 0);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** The scope that all calls are made in. */
  protected final Scope scope = Scope.of("testkit");

  /** The store under test, started. */
  protected ContentStore store;

  private final List<ContentStore> opened = new ArrayList<>();
  private Path root;

  /**
   * Makes a store that keeps everything below {@code root}; another one with the same root works
   * beside it.
   */
  protected abstract ContentStore create(Path root);

  @Before
  public final void startStore() throws IOException {
    root = temporary.newFolder("root").toPath();
    store = another();
  }

  @After
  public final void closeStores() {
    opened.forEach(ContentStore::close);
  }

  /** One more instance on the same root. */
  protected final ContentStore another() {
    ContentStore another = create(root);
    another.start();
    opened.add(another);
    return another;
  }

  protected final ContentWriter writer(String ref) {
    return store.writer(scope, ref, ANY);
  }

  /** Puts a blob into the store. */
  protected final Digest put(byte[] bytes) {
    Digest digest = Digest.of(bytes);
    try (ContentWriter writer = writer("put " + digest)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(bytes.length, digest, Map.of());
    }
    return digest;
  }

  protected final ContentReader open(Digest digest) {
    return store.reader(scope, Descriptor.of("", digest, 0));
  }

  /** All bytes of a blob. */
  protected final byte[] read(Digest digest) {
    try (ContentReader reader = open(digest)) {
      ByteBuffer into = ByteBuffer.allocate((int) reader.size());
      int count = reader.read(into, 0);
      assertEquals(reader.size(), Math.max(0, count));
      return into.array();
    }
  }

  protected final List<Digest> listed(Filter filter) {
    List<Digest> digests = new ArrayList<>();
    store.list(scope, filter, info -> digests.add(info.digest()));
    return digests;
  }

  /** Bytes that look random and depend on the seed. */
  protected static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  protected static Digest digest(String algorithm, byte[] bytes) {
    return new Digest(algorithm, HexFormat.of().formatHex(Digest.hasher(algorithm).digest(bytes)));
  }

  /** A little earlier than now: the kernel dates files by a clock that ticks more coarsely. */
  protected static Instant now() {
    return Instant.now().minusMillis(20);
  }

  protected static Fault assertFault(Fault.Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }
}
