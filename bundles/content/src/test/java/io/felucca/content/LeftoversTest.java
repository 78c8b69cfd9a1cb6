package io.felucca.content;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LeftoversTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  private final Scope scope = Scope.of("test");
  private Layout layout;
  private LocalContentStore store;

  @Before
  public void open() {
    layout = new Layout(temporary.getRoot().toPath());
    store = new LocalContentStore(layout.root());
  }

  private ContentWriter writer(String ref) {
    return store.writer(scope, ref, Descriptor.of("", null, 0));
  }

  private void start() {
    new LocalContentStore(layout.root()).start();
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  public void anIngestThatWasOnlyBegunIsRemovedAtTheStart() throws IOException {
    Files.createDirectories(layout.ingest("empty"));
    Files.writeString(Files.createDirectories(layout.ingest("named")).resolve("ref"), "named");
    start();
    assertEquals(List.of(), entries(layout.ingests()));
    assertEquals(List.of(), entries(layout.locks()));
  }

  @Test
  public void anIngestWithBytesStays() {
    try (ContentWriter writer = writer("ref")) {
      writer.write(ByteBuffer.wrap(new byte[5]));
    }
    start();
    assertEquals(5, store.status(scope, "ref").offset());
  }

  @Test
  public void aLockThatNobodyHoldsIsRemovedAndAnotherStays() throws IOException {
    try (ContentWriter writer = writer("held")) {
      Files.writeString(layout.lock("dead"), "2026-01-01T00:00:00Z");
      start();
      assertTrue(Files.exists(layout.lock("held")));
      assertFalse(Files.exists(layout.lock("dead")));
    }
  }

  @Test
  public void whatAnotherInstanceIsJustMakingStays() throws IOException {
    Path folder = Files.createDirectories(layout.ingest("making"));
    try (RefLock lock = RefLock.take(layout.lock("making"), "making")) {
      start();
      assertTrue(Files.exists(folder));
    }
  }
}
