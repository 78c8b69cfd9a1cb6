package io.felucca.content;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentWriter;
import java.nio.ByteBuffer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The caller goes while its thread writes. */
public class InterruptTest {
  private static final Scope SCOPE = Scope.of("test");
  private static final Descriptor ANY = Descriptor.of("", null, 0);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  @Test
  public void anInterruptedIngestIsResumed() {
    LocalContentStore store = new LocalContentStore(temporary.getRoot().toPath());
    ContentWriter writer = store.writer(SCOPE, "r", ANY);
    writer.write(ByteBuffer.allocate(1000));
    Thread.currentThread().interrupt();
    Fault fault = assertThrows(Fault.class, () -> writer.write(ByteBuffer.allocate(500_000)));
    assertEquals(Fault.Kind.CANCELLED, fault.kind());
    assertTrue(Thread.interrupted());
    writer.close();
    try (ContentWriter again = store.writer(SCOPE, "r", ANY)) {
      assertTrue(again.status().offset() >= 1000);
    }
    store.close();
  }
}
