package io.felucca.content;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.filter.Filter;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The disk fills up. */
public class FullDiskTest {
  private static final Scope SCOPE = Scope.of("test");
  private static final Descriptor ANY = Descriptor.of("", null, 0);
  private static final int PIECE = 700_000;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path disk;
  private ContentStore store;

  @Before
  public void mountSmallDisk() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    disk = temporary.newFolder().toPath();
    Mounts.mount("tmpfs", "tmpfs", disk, List.of("size=4m", "nr_inodes=40"));
    store = new LocalContentStore(disk.resolve("content"));
    store.start();
  }

  @After
  public void unmount() throws IOException {
    if (disk != null) {
      Mounts.unmountAll(disk, 0);
    }
  }

  private static ByteBuffer piece(int number) {
    byte[] bytes = new byte[PIECE];
    bytes[0] = (byte) number;
    return ByteBuffer.wrap(bytes);
  }

  private static void assertExhausted(Fault fault) {
    assertEquals(fault.toString(), Fault.Kind.RESOURCE_EXHAUSTED, fault.kind());
  }

  /** Writes until it fails; how many pieces are there. */
  private static int fill(ContentWriter writer) {
    for (int i = 0; ; i++) {
      ByteBuffer piece = piece(i);
      try {
        writer.write(piece);
      } catch (Fault fault) {
        assertExhausted(fault);
        return i;
      }
    }
  }

  @Test
  public void theIngestKeepsWhatWasWrittenWhole() {
    try (ContentWriter writer = store.writer(SCOPE, "r", ANY)) {
      int pieces = fill(writer);
      var hash = Digest.sha256();
      for (int i = 0; i < pieces; i++) {
        hash.update(piece(i));
      }
      Digest digest = Digest.of(hash);
      assertEquals(pieces * PIECE, writer.status().offset());
      assertEquals(pieces * PIECE, store.status(SCOPE, "r").offset());
      assertEquals(digest, writer.digest());
      writer.commit(pieces * PIECE, digest, Map.of());
      assertEquals(pieces * PIECE, store.info(SCOPE, digest).size());
    }
  }

  @Test
  public void theIngestCanBeAbortedAndSpaceComesBack() throws IOException {
    for (int round = 0; round < 3; round++) {
      try (ContentWriter writer = store.writer(SCOPE, "r", ANY)) {
        assertEquals(5, fill(writer));
      }
      store.abort(SCOPE, "r");
      assertEquals(List.of(), store.statuses(SCOPE, Filter.ALL));
    }
    assertEquals(0, disk.resolve("content/ingest").toFile().list().length);
    assertEquals(0, disk.resolve("content/locks").toFile().list().length);
  }

  @Test
  public void anIngestThatCannotBeginLeavesNothing() throws IOException {
    int files = 0;
    try {
      while (true) {
        Files.createFile(disk.resolve("filler" + files++));
      }
    } catch (IOException full) {
      Files.delete(disk.resolve("filler0"));
      Files.delete(disk.resolve("filler1"));
      Files.delete(disk.resolve("filler2"));
    }
    assertExhausted(assertThrows(Fault.class, () -> store.writer(SCOPE, "r", ANY)));
    assertEquals(List.of(), store.statuses(SCOPE, Filter.ALL));
    for (int i = 3; i < 20; i++) {
      Files.delete(disk.resolve("filler" + i));
    }
    store.writer(SCOPE, "r", ANY).close();
  }
}
