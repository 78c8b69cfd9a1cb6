package io.felucca.client.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.task.TaskIo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** With real FIFOs, and a shell in the place of a runtime. */
public class ProcessStreamsTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Wiring wiring(InputStream in, boolean piped, boolean terminal) {
    Path folder = temporary.getRoot().toPath();
    return new Wiring(null, in, out, err, piped, piped || in != null, terminal, folder);
  }

  private static FifoOwner owner(String container) {
    return FifoOwner.of("/sock", "default", container, "");
  }

  private static Process run(TaskIo io, String script) throws IOException {
    String in = io.stdin().isEmpty() ? "/dev/null" : io.stdin();
    String err = io.stderr().isEmpty() ? "/dev/null" : io.stderr();
    String redirected = "exec <" + in + " >" + io.stdout() + " 2>" + err + "; " + script;
    return new ProcessBuilder("sh", "-c", redirected).start();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(temporary.getRoot().toPath())) {
      return files.toList();
    }
  }

  @Test
  public void inputAndOutputsAreCopiedToTheirEnds() throws Exception {
    byte[] input = "line\n".repeat(100_000).getBytes(UTF_8);
    ProcessStreams streams =
        ProcessStreams.make(wiring(new ByteArrayInputStream(input), false, false), owner("id"));
    CountDownLatch ended = new CountDownLatch(1);
    streams.open(ended::countDown);
    Process process = run(streams.names(), "cat; echo bad >&2");
    ended.await();
    process.waitFor();
    streams.started();
    streams.drained().get();
    assertEquals(new String(input, UTF_8), out.toString(UTF_8));
    assertEquals("bad\n", err.toString(UTF_8));
    streams.remove();
    assertEquals(List.of(), left());
  }

  @Test
  public void outputDoesNotEndBeforeTheProcessHasOpenedIt() throws Exception {
    ProcessStreams streams = ProcessStreams.make(wiring(null, false, true), owner("tty"));
    streams.open(() -> {});
    assertEquals("", streams.names().stderr());
    assertEquals("", streams.names().stdin());
    run(streams.names(), "echo one").waitFor();
    assertFalse(streams.drained().isDone());
    run(streams.names(), "echo two").waitFor();
    streams.started();
    streams.drained().get();
    assertEquals("one\ntwo\n", out.toString(UTF_8));
    streams.remove();
  }

  @Test
  public void pipesCarryBothWays() throws Exception {
    ProcessStreams streams = ProcessStreams.make(wiring(null, true, false), owner("piped"));
    streams.open(() -> {});
    streams.stdin().write("early".getBytes(UTF_8));
    streams.stdin().close();
    run(streams.names(), "cat").waitFor();
    streams.started();
    assertEquals("early", new String(streams.stdout().readAllBytes(), UTF_8));
    assertEquals(-1, streams.stderr().read());
    streams.remove();
  }

  @Test
  public void closingLetsGoOfWhatNobodyEverOpened() throws Exception {
    ProcessStreams streams = ProcessStreams.make(wiring(null, true, false), owner("unopened"));
    streams.open(() -> {});
    streams.close();
    streams.drained().get();
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            streams.stdin().write(new byte[1 << 16]);
          }
        });
    streams.remove();
    assertEquals(List.of(), left());
  }

  @Test
  public void streamsAreTakenUpWhereTheyWereLeft() throws Exception {
    ProcessStreams first = ProcessStreams.make(wiring(null, true, false), owner("moved"));
    first.open(() -> {});
    // as a shim does, the process keeps both ends open
    String script = "exec 3<>" + first.names().stdout() + "; while read x; do echo got $x; done";
    Process process = run(first.names(), script);
    first.stdin().write("one\n".getBytes(UTF_8));
    assertEquals("got one\n", new String(first.stdout().readNBytes(8), UTF_8));
    // an input that others hold open does not end with ours
    try (OutputStream held = Files.newOutputStream(Path.of(first.names().stdin()))) {
      first.started();
      first.close();
      ProcessStreams second = ProcessStreams.existing(wiring(null, true, false), first.names());
      second.open(() -> {});
      second.started();
      second.stdin().write("two\n".getBytes(UTF_8));
      assertEquals("got two\n", new String(second.stdout().readNBytes(8), UTF_8));
      second.stdin().close();
    }
    assertEquals(0, process.waitFor());
    first.remove();
  }

  @Test
  public void failingReaderIsToldInTheEndAndTheRestIsThrownAway() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("full");
          }
        };
    Path folder = temporary.getRoot().toPath();
    Wiring wiring = new Wiring(null, null, broken, broken, false, false, true, folder);
    ProcessStreams streams = ProcessStreams.make(wiring, owner("broken"));
    streams.open(() -> {});
    Process process = run(streams.names(), "head -c 1000000 /dev/zero");
    assertEquals(0, process.waitFor());
    streams.started();
    assertThrows(java.util.concurrent.ExecutionException.class, () -> streams.drained().get());
    streams.remove();
  }

  @Test
  public void brokenStreamsOfTheCallerHoldNobodyUp() throws Exception {
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            throw new IllegalStateException("broken");
          }
        };
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int one) {
            throw new IllegalStateException("broken");
          }
        };
    Path folder = temporary.getRoot().toPath();
    Wiring wiring = new Wiring(null, in, broken, broken, false, true, true, folder);
    ProcessStreams streams = ProcessStreams.make(wiring, owner("unchecked"));
    CountDownLatch ended = new CountDownLatch(1);
    streams.open(ended::countDown);
    Process process = run(streams.names(), "cat; head -c 1000000 /dev/zero");
    ended.await();
    assertEquals(0, process.waitFor());
    streams.started();
    assertThrows(java.util.concurrent.ExecutionException.class, () -> streams.drained().get());
    streams.remove();
  }

  @Test
  public void pipesThatNobodyClosesLeaveNoDescriptors() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 50; i++) {
      ProcessStreams streams = ProcessStreams.make(wiring(null, true, false), owner("left"));
      streams.open(() -> {});
      run(streams.names(), "echo unread").waitFor();
      streams.started();
      streams.ended();
      streams.drained().get();
      streams.remove();
    }
    assertTrue(descriptors() + " after " + before, descriptors() < before + 50);
  }

  private static int descriptors() {
    return new java.io.File("/proc/self/fd").list().length;
  }

  @Test
  public void fifosAreNobodyElses() throws Exception {
    ProcessStreams streams = ProcessStreams.make(wiring(null, true, false), owner("mine"));
    Path fifo = Path.of(streams.names().stdout());
    assertEquals("rw-------", permissions(fifo));
    assertEquals("rwx------", permissions(fifo.getParent()));
    streams.remove();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  public void otherFilesAreNeverRemoved() throws Exception {
    Path log = temporary.newFile("task.log").toPath();
    TaskIo names = new TaskIo("", log.toString(), "file:///nowhere", false);
    ProcessStreams.existing(wiring(null, true, false), names).remove();
    assertTrue(Files.exists(log));
  }
}
