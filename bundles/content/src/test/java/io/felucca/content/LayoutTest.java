package io.felucca.content;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import io.felucca.api.filter.Filter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files lie where containerd's local store has them; others in between do no harm. */
public class LayoutTest {
  private static final Scope SCOPE = Scope.of("test");

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Path root;
  private LocalContentStore store;

  @Before
  public void makeStore() throws IOException {
    root = temporary.newFolder().toPath().resolve("not/there/yet");
    store = new LocalContentStore(root);
    store.start();
  }

  private ContentWriter write(byte[] bytes, long total) {
    ContentWriter writer = store.writer(SCOPE, "ref", Descriptor.of("", null, total));
    writer.write(ByteBuffer.wrap(bytes));
    return writer;
  }

  @Test
  public void ingestsAreFoldersNamedByTheirReference() throws IOException {
    String name = Digest.of("ref".getBytes()).hex();
    Path folder = root.resolve("ingest").resolve(name);
    try (ContentWriter writer = write(new byte[10], 50)) {
      assertEquals("ref", Files.readString(folder.resolve("ref")));
      assertEquals("50", Files.readString(folder.resolve("total")));
      assertEquals(10, Files.size(folder.resolve("data")));
      assertEquals(
          writer.status().startedAt().toString(), Files.readString(folder.resolve("startedat")));
      assertTrue(Files.exists(folder.resolve("updatedat")));
    }
  }

  @Test
  public void blobsAreReadOnlyFilesNamedByTheirDigest() throws IOException {
    byte[] bytes = {1, 2, 3};
    Digest digest = Digest.of(bytes);
    write(bytes, 0).commit(3, digest, Map.of());
    Path blob = root.resolve("blobs/sha256").resolve(digest.hex());
    assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(blob)));
    assertEquals(3, Files.size(blob));
    assertEquals(0, root.resolve("ingest").toFile().list().length);
    assertEquals(0, root.resolve("locks").toFile().list().length);
    assertEquals(Map.of("root", root.toString()), store.exports());
  }

  /** As Go writes times, with an offset. */
  @Test
  public void ingestsOfContainerdAreResumed() throws IOException {
    Path folder = root.resolve("ingest").resolve(Digest.of("ref".getBytes()).hex());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("ref"), "ref");
    Files.writeString(folder.resolve("total"), "7");
    Files.writeString(folder.resolve("startedat"), "2020-01-02T03:04:05.123456789+02:00");
    Files.writeString(folder.resolve("updatedat"), "2020-01-02T03:04:06+02:00");
    Files.write(folder.resolve("data"), new byte[] {1, 2, 3});
    IngestStatus status = store.status(SCOPE, "ref");
    assertEquals(Instant.parse("2020-01-02T01:04:05.123456789Z"), status.startedAt());
    assertEquals(7, status.total());
    assertEquals(3, store.writer(SCOPE, "ref", Descriptor.of("", null, 0)).status().offset());
  }

  @Test
  public void brokenIngestsBeginAnew() throws IOException {
    Path folder = root.resolve("ingest").resolve(Digest.of("ref".getBytes()).hex());
    Files.createDirectories(folder);
    assertEquals(List.of(), store.statuses(SCOPE, Filter.ALL));
    Files.write(folder.resolve("data"), new byte[] {1, 2, 3});
    assertEquals(List.of(), store.statuses(SCOPE, Filter.ALL));
    try (ContentWriter writer = write(new byte[5], 0)) {
      assertEquals(5, writer.status().offset());
    }
    Files.writeString(folder.resolve("startedat"), "");
    Files.writeString(folder.resolve("total"), "many");
    assertEquals(5, store.status(SCOPE, "ref").offset());
    assertEquals(0, store.status(SCOPE, "ref").total());
  }

  @Test
  public void foreignFilesArePassedOver() throws IOException {
    byte[] bytes = {1, 2, 3};
    write(bytes, 0).commit(3, null, Map.of());
    Path sha256 = root.resolve("blobs/sha256");
    Files.createFile(sha256.resolve("README"));
    Files.createDirectory(sha256.resolve(Digest.of(new byte[] {9}).hex()));
    Files.createFile(root.resolve("blobs/file"));
    Files.createDirectories(root.resolve("blobs/md5/abc"));
    Files.createDirectories(root.resolve("ingest/folder/below"));
    Files.createFile(root.resolve("ingest/file"));
    List<ContentInfo> infos = new ArrayList<>();
    store.list(SCOPE, Filter.ALL, infos::add);
    assertEquals(List.of(Digest.of(bytes)), infos.stream().map(ContentInfo::digest).toList());
    assertEquals(List.of(), store.statuses(SCOPE, Filter.ALL));
    assertFalse(infos.get(0).createdAt().isAfter(Instant.now()));
  }
}
