package io.felucca.client.stream;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** One thread writes, another reads. */
public class ConduitTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private final Conduit conduit = new Conduit();
  private final InputStream source = conduit.source();
  private final OutputStream sink = conduit.sink();

  /** What can throw as streams do. */
  private interface Step {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> beside(Step step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        work -> new Thread(work).start());
  }

  @Test
  public void allThatIsWrittenIsReadInOrder() throws Exception {
    byte[] much = new byte[1_000_003];
    new Random(7).nextBytes(much);
    CompletableFuture<Void> writing =
        beside(
            () -> {
              sink.write(much[0]);
              for (int at = 1, piece; at < much.length; at += piece) {
                piece = Math.min(77_777, much.length - at);
                sink.write(much, at, piece);
              }
              sink.close();
            });
    assertArrayEquals(much, source.readAllBytes());
    writing.get();
    assertEquals(-1, source.read());
    assertEquals(-1, source.read(new byte[3]));
  }

  @Test
  public void whatWasWrittenBeforeTheEndIsStillRead() throws IOException {
    sink.write(new byte[] {1, (byte) 0xff});
    sink.close();
    sink.close();
    assertEquals(2, source.available());
    assertEquals(1, source.read());
    assertEquals(0xff, source.read());
    assertEquals(-1, source.read());
    assertThrows(IOException.class, () -> sink.write(1));
  }

  @Test
  public void writerIsToldThatNobodyReads() {
    CompletableFuture<Void> writing = beside(() -> sink.write(new byte[1 << 20]));
    CompletableFuture<Void> closing = beside(source::close);
    closing.join();
    Throwable told = assertThrows(ExecutionException.class, writing::get).getCause();
    assertTrue(told.toString(), told.toString().contains("Broken pipe"));
    assertThrows(IOException.class, source::read);
  }

  @Test
  public void waitingReaderIsToldOfTheEnd() throws Exception {
    CompletableFuture<Void> reading = beside(() -> assertEquals(-1, source.read()));
    sink.close();
    reading.get();
  }

  @Test
  public void interruptedReaderMayReadOn() throws IOException {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, source::read);
    assertTrue(Thread.interrupted());
    sink.write(5);
    assertEquals(5, source.read());
  }
}
