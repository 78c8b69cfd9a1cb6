package io.felucca.content;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.content.ContentWriter;
import io.felucca.api.content.IngestStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Another process writes, and is killed while it does. */
public class KilledWriterTest {
  private static final Scope SCOPE = Scope.of("test");
  private static final Descriptor ANY = Descriptor.of("", null, 0);
  private static final int PIECE = 300_000;
  private static final int PIECES = 20;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private Process other;
  private ContentStore store;

  /** The other process: writes half of the pieces and then sits there. */
  public static final class Writer {
    public static void main(String[] args) throws Exception {
      ContentStore store = new LocalContentStore(Path.of(args[0]));
      store.start();
      ContentWriter writer = store.writer(SCOPE, "ref", Descriptor.of("", null, PIECE * PIECES));
      for (int i = 0; i < PIECES / 2; i++) {
        writer.write(piece(i));
      }
      System.out.println("written");
      Thread.sleep(60_000);
    }
  }

  private static ByteBuffer piece(int number) {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) number);
    return ByteBuffer.wrap(piece);
  }

  @Before
  public void startOther() throws IOException {
    store = new LocalContentStore(temporary.getRoot().toPath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writer.class.getName()));
    command.add(temporary.getRoot().toString());
    other = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = new BufferedReader(new InputStreamReader(other.getInputStream()));
    assertEquals("written", lines.readLine());
  }

  @After
  public void killOther() throws InterruptedException {
    other.destroyForcibly().waitFor();
    store.close();
  }

  @Test
  public void itsReferenceIsLockedWhileItLives() throws InterruptedException {
    Fault fault = assertThrows(Fault.class, () -> store.writer(SCOPE, "ref", ANY));
    assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
    assertEquals(PIECE * PIECES / 2, store.status(SCOPE, "ref").offset());
    killOther();
    store.writer(SCOPE, "ref", ANY).close();
  }

  @Test
  public void whatItWroteIsResumed() throws InterruptedException {
    killOther();
    var hash = Digest.sha256();
    try (ContentWriter writer = store.writer(SCOPE, "ref", ANY)) {
      IngestStatus status = writer.status();
      assertEquals(PIECE * PIECES / 2, status.offset());
      assertEquals(PIECE * PIECES, status.total());
      for (int i = 0; i < PIECES; i++) {
        if (i >= PIECES / 2) {
          writer.write(piece(i));
        }
        hash.update(piece(i));
      }
      Digest digest = Digest.of(hash);
      writer.commit(PIECE * PIECES, digest, Map.of());
      assertEquals(PIECE * PIECES, store.info(SCOPE, digest).size());
    }
  }
}
