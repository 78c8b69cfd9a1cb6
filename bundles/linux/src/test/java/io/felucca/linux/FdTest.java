package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

public class FdTest {
  @Rule public final Workplace work = new Workplace();

  private Fd create(String name) throws LinuxException {
    return Open.path(work.path(name), Open.O_RDWR | Open.O_CREAT, 0600);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  @Test
  public void useAfterCloseIsRefused() throws Exception {
    Fd fd = create("f");
    fd.close();
    fd.close();
    assertFalse(fd.isOpen());
    LinuxException e = assertFails(Errno.EBADF, () -> fd.write(text("x")));
    assertTrue(e.getMessage(), e.getMessage().contains(work.path("f").toString()));
    assertFails(Errno.EBADF, fd::value);
  }

  @Test
  public void numberIsGivenBackOnce() throws Exception {
    Fd first = create("f");
    int number = first.value();
    first.close();
    try (Fd second = create("g")) {
      assertEquals(number, second.value());
      first.close();
      second.write(text("still open"));
    }
  }

  @Test
  public void closeDuringCallTakesEffectAfterIt() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      int[] count = new int[1];
      Thread reader =
          Blocked.start(
              () -> {
                try {
                  count[0] = pipe.reader().read(ByteBuffer.allocate(10));
                } catch (LinuxException e) {
                  count[0] = -2;
                }
              });
      pipe.reader().close();
      assertFalse(pipe.reader().isOpen());
      pipe.writer().write(text("abc"));
      reader.join();
      assertEquals(3, count[0]);
      assertFails(Errno.EPIPE, () -> pipe.writer().write(text("x")));
    }
  }

  @Test
  public void descriptorsAreNotInherited() throws Exception {
    try (Fd fd = create("f");
        Fd copy = fd.dup()) {
      String number = Integer.toString(fd.value());
      Process other = new ProcessBuilder("ls", "/proc/self/fd").start();
      String shown = new String(other.getInputStream().readAllBytes());
      assertFalse(shown, shown.lines().anyMatch(number::equals));
      assertFalse(shown.lines().anyMatch(Integer.toString(copy.value())::equals));
    }
  }

  @Test
  public void directAndHeapBuffersGiveTheSame() throws Exception {
    byte[] content = new byte[200_000];
    new java.util.Random(1).nextBytes(content);
    try (Fd fd = create("f")) {
      ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
      fd.writeFully(direct);
      ByteBuffer heap = ByteBuffer.allocate(content.length);
      long at = 0;
      while (heap.hasRemaining()) {
        at += fd.read(heap, at);
      }
      assertArrayEquals(content, heap.array());
      fd.writeFully(ByteBuffer.wrap(content), content.length);
    }
    assertEquals(2 * content.length, Files.size(work.path("f")));
  }

  @Test
  public void partOfBufferIsUsedFromItsPosition() throws Exception {
    try (Fd fd = create("f")) {
      ByteBuffer direct = ByteBuffer.allocateDirect(10).put("0123456789".getBytes());
      direct.position(3).limit(6);
      assertEquals(3, fd.write(direct.slice()));
      assertEquals(3, fd.write(direct));
      assertEquals(6, direct.position());
    }
    assertEquals("345345", Files.readString(work.path("f")));
  }

  @Test
  public void endOfFileIsMinusOne() throws Exception {
    try (Fd fd = create("f")) {
      assertEquals(-1, fd.read(ByteBuffer.allocateDirect(1)));
      assertEquals(-1, fd.read(ByteBuffer.allocate(1), 100));
      assertEquals(0, fd.read(ByteBuffer.allocate(0)));
    }
  }

  @Test
  public void positionedCallsDoNotMoveTheFile() throws Exception {
    try (Fd fd = create("f")) {
      fd.write(text("abcdef"));
      fd.write(text("X"), 1);
      ByteBuffer two = ByteBuffer.allocate(2);
      fd.read(two, 0);
      assertEquals("aX", new String(two.array()));
      fd.write(text("g"));
    }
    assertEquals("aXcdefg", Files.readString(work.path("f")));
  }

  @Test
  public void syncsAllKinds() throws Exception {
    try (Fd fd = create("f")) {
      fd.write(text("x"));
      fd.syncData();
      fd.sync();
      fd.syncFileSystem();
    }
  }

  @Test
  public void workingDirectoryCannotBeClosed() throws Exception {
    Fd.CWD.close();
    assertTrue(Stat.at(Fd.CWD, ".").isDirectory());
    assertEquals(Stat.of(Path.of(".")).ino(), Stat.at(Fd.CWD, ".").ino());
  }
}
