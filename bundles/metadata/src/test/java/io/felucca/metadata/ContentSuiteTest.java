package io.felucca.metadata;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.metadata.world.TestWorld;
import io.felucca.testkit.ContentStoreSuite;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;

/** The view of one namespace behaves as any content store. */
public class ContentSuiteTest extends ContentStoreSuite {
  private final List<TestWorld> worlds = new ArrayList<>();

  @Override
  protected ContentStore create(Path root) {
    TestWorld world = new TestWorld(root);
    worlds.add(world);
    return world.metadata.content();
  }

  @After
  public void closeWorlds() {
    worlds.forEach(TestWorld::close);
  }

  /** The view has words of its own for it. */
  @Override
  public void aWrongSizeIsRefusedAndTheIngestStays() {
    try (ContentWriter writer = writer("r")) {
      writer.write(ByteBuffer.allocate(10));
      Fault fault =
          assertFault(Fault.Kind.FAILED_PRECONDITION, () -> writer.commit(11, null, Map.of()));
      assertEquals("\"r\" failed size validation: 10 != 11", fault.getMessage());
    }
    assertEquals(10, store.status(scope, "r").offset());
  }

  /** The message has the backend's name of the ref. */
  @Override
  public void aSecondWriterIsUnavailable() {
    try (ContentWriter writer = writer("my/ref:1")) {
      Fault fault = assertFault(Fault.Kind.UNAVAILABLE, () -> writer("my/ref:1"));
      assertTrue(fault.getMessage(), fault.getMessage().contains("/my/ref:1 locked for"));
      writer("my/ref:2").close();
    }
    writer("my/ref:1").close();
  }

  /** The backend is not told what is expected, so the digest on the way is the canonical one. */
  @Override
  public void otherAlgorithmsAreServed() {
    byte[] bytes = bytes(5000, 8);
    Digest expected = digest("sha512", bytes);
    try (ContentWriter writer = store.writer(scope, "r", Descriptor.of("", expected, 0))) {
      writer.write(ByteBuffer.wrap(bytes));
      assertEquals(Digest.of(bytes), writer.digest());
      writer.commit(0, expected, Map.of());
      assertEquals(expected, writer.digest());
    }
    assertEquals(Digest.of(bytes), Digest.of(read(expected)));
  }
}
