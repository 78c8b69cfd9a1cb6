package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class FifoTest {
  @Rule public final Workplace work = new Workplace();

  private Path fifo;

  @Before
  public void create() throws Exception {
    fifo = work.path("fifo");
    Fifo.create(fifo, 0622);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  /** Starts what will wait in the kernel, and lets it come there. */
  private static <T> FutureTask<T> blocked(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Blocked.start(task);
    return task;
  }

  private static Throwable failure(FutureTask<?> task) {
    return assertThrows(ExecutionException.class, () -> task.get(120, TimeUnit.SECONDS)).getCause();
  }

  @Test
  public void isMadeOnceWithItsPermissions() throws Exception {
    Fifo.create(fifo, 0600);
    assertTrue(Stat.of(fifo).isFifo());
    assertEquals(0622, Stat.of(fifo).permissions());
    work.file("f", "");
    assertFails(Errno.EEXIST, () -> Fifo.create(work.path("f"), 0600));
  }

  @Test
  public void readerWaitsForTheFirstWriterAndEndsWithTheLast() throws Exception {
    try (FdChannel reader = Fifo.reader(fifo)) {
      FutureTask<byte[]> all = blocked(() -> reader.input().readAllBytes());
      assertFalse(all.isDone());
      FdChannel first = Fifo.writer(fifo);
      FdChannel second = Fifo.writer(fifo);
      first.write(text("one "));
      first.close();
      Thread.sleep(20);
      second.write(text("two"));
      second.close();
      assertEquals("one two", new String(all.get(120, TimeUnit.SECONDS)));
    }
  }

  @Test
  public void lastingReaderSeesNoEnd() throws Exception {
    try (FdChannel reader = Fifo.lastingReader(fifo)) {
      for (String word : new String[] {"one", "two"}) {
        try (FdChannel writer = Fifo.writer(fifo)) {
          writer.write(text(word));
        }
        ByteBuffer buffer = ByteBuffer.allocate(10);
        assertEquals(3, reader.read(buffer));
        assertEquals(word, new String(buffer.array(), 0, 3));
      }
    }
  }

  @Test
  public void closeWakesABlockedReader() throws Exception {
    FdChannel reader = Fifo.reader(fifo);
    FutureTask<Integer> read = blocked(() -> reader.read(ByteBuffer.allocate(1)));
    reader.close();
    assertEquals(AsynchronousCloseException.class, failure(read).getClass());
    assertThrows(ClosedChannelException.class, () -> reader.read(ByteBuffer.allocate(1)));
  }

  @Test
  public void interruptWakesABlockedReader() throws Exception {
    FdChannel reader = Fifo.lastingReader(fifo);
    FutureTask<Integer> read = new FutureTask<>(() -> reader.read(ByteBuffer.allocate(1)));
    Thread thread = Blocked.start(read);
    thread.interrupt();
    assertEquals(ClosedByInterruptException.class, failure(read).getClass());
    assertFalse(reader.isOpen());
  }

  @Test
  public void writerBlocksWhileThePipeIsFullAndCloseWakesIt() throws Exception {
    try (FdChannel reader = Fifo.reader(fifo)) {
      FdChannel writer = Fifo.writer(fifo);
      FutureTask<Integer> write = blocked(() -> writer.write(ByteBuffer.allocate(1 << 20)));
      assertFalse(write.isDone());
      writer.close();
      assertEquals(AsynchronousCloseException.class, failure(write).getClass());
    }
  }

  @Test
  public void largeAmountsArriveWhole() throws Exception {
    byte[] content = new byte[5_000_000];
    new java.util.Random(3).nextBytes(content);
    try (FdChannel reader = Fifo.reader(fifo)) {
      FdChannel writer = Fifo.writer(fifo);
      FutureTask<Void> write =
          start(
              () -> {
                try (OutputStream out = writer.output()) {
                  out.write(content);
                }
                return null;
              });
      assertTrue(java.util.Arrays.equals(content, reader.input().readAllBytes()));
      write.get(120, TimeUnit.SECONDS);
    }
  }

  @Test
  public void writerNeedsAReader() throws Exception {
    assertFails(Errno.ENXIO, () -> Fifo.writer(fifo));
    FutureTask<FdChannel> waiting = start(() -> Fifo.awaitReader(fifo));
    Thread.sleep(50);
    assertFalse(waiting.isDone());
    try (FdChannel reader = Fifo.reader(fifo);
        FdChannel writer = waiting.get(120, TimeUnit.SECONDS)) {
      writer.write(text("x"));
      assertEquals(1, reader.read(ByteBuffer.allocate(5)));
    }
  }

  @Test
  public void interruptEndsTheWaitForAReader() {
    Thread.currentThread().interrupt();
    assertThrows(ClosedByInterruptException.class, () -> Fifo.awaitReader(fifo));
    assertTrue(Thread.interrupted());
  }

  @Test
  public void lastingWriterNeedsNoReader() throws Exception {
    try (FdChannel writer = Fifo.lastingWriter(fifo)) {
      writer.write(text("early"));
      ByteBuffer buffer = ByteBuffer.allocate(10);
      try (FdChannel reader = Fifo.reader(fifo)) {
        reader.read(buffer);
      }
      assertEquals("early", new String(buffer.array(), 0, 5));
    }
  }

  @Test
  public void writingWithoutReaderIsABrokenPipe() throws Exception {
    FdChannel reader = Fifo.reader(fifo);
    try (FdChannel writer = Fifo.writer(fifo)) {
      reader.close();
      assertFails(Errno.EPIPE, () -> writer.write(text("x")));
    }
  }

  @Test
  public void closingGivesDescriptorsBack() throws IOException {
    Fifo.lastingReader(fifo).close();
    int before = Directory.list(Path.of("/proc/self/fd")).size();
    for (int i = 0; i < 10; i++) {
      Fifo.lastingReader(fifo).close();
    }
    assertTrue(Directory.list(Path.of("/proc/self/fd")).size() <= before);
  }

  @Test
  public void eventsAreCounted() throws Exception {
    try (EventFd events = EventFd.open()) {
      assertEquals(0, events.take());
      assertFalse(Poll.readable(events.fd(), Duration.ofMillis(1)));
      events.signal();
      events.signal();
      assertTrue(Poll.readable(events.fd(), Duration.ofSeconds(10)));
      assertEquals(2, events.take());
      assertEquals(0, events.take());
    }
  }
}
