package io.felucca.reaper.stdio;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fifo;
import io.felucca.linux.Stat;
import io.felucca.linux.Unix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StdioTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private String fifo(String name) throws IOException {
    Fifo.create(path(name), 0600);
    return path(name).toString();
  }

  private Stdio open(String in, String out, String err) {
    return open(in, out, err, 0);
  }

  private Stdio open(String in, String out, String err, int owner) {
    TaskIo io = new TaskIo(in, out, err, false);
    return Stdio.open(
        new StdioRequest(io, owner, owner, "space", "id", folder.getRoot().toPath(), false));
  }

  private static void write(Ends to, String text) throws IOException {
    to.own().writeFully(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test(timeout = 20_000)
  public void fifosNeedNobodyOnTheOtherSide() throws Exception {
    try (Stdio io = open(fifo("in"), fifo("out"), fifo("err"))) {
      write(io.stdout(), "kept");
      ByteBuffer kept = ByteBuffer.allocate(16);
      assertEquals(4, io.stdout().held().read(kept));
      assertNotNull(io.stdin().held());
      assertNotNull(io.stderr().held());
    }
  }

  @Test(timeout = 20_000)
  public void standardInputEndsOnceTheHeldEndIsClosed() throws Exception {
    try (Stdio io = open(fifo("in"), "", "")) {
      io.stdin().held().close();
      assertEquals(-1, io.stdin().own().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  public void emptyIsNowhere() throws Exception {
    try (Stdio io = open("", "", "")) {
      write(io.stdout(), "lost");
      assertEquals(-1, io.stdin().own().read(ByteBuffer.allocate(1)));
      assertNull(io.stdout().held());
    }
  }

  @Test
  public void oneFifoForBothIsOpenedOnce() throws Exception {
    String both = fifo("both");
    try (Stdio io = open("", both, both)) {
      assertSame(io.stdout(), io.stderr());
    }
  }

  @Test
  public void missingFifoIsNotFound() throws Exception {
    String out = fifo("out");
    String missing = path("missing").toString();
    for (String[] io : new String[][] {{missing, out, ""}, {"", missing, ""}, {"", out, missing}}) {
      Fault fault = assertThrows(Fault.class, () -> open(io[0], io[1], io[2]));
      assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().contains(missing));
    }
  }

  @Test
  public void inputThatIsNoFifoIsRefused() throws Exception {
    String file = folder.newFile().toString();
    Fault fault = assertThrows(Fault.class, () -> open(file, "", ""));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void fileIsMadeWithItsParentsAndAppendedTo() throws Exception {
    Path log = path("a/b/c.log");
    for (int i = 0; i < 2; i++) {
      try (Stdio io = open("", "file://" + log, "file://" + log)) {
        write(io.stdout(), "out ");
        write(io.stderr(), "err ");
      }
    }
    assertEquals("out err out err ", Files.readString(log));
    assertTrue(Files.getPosixFilePermissions(log).contains(PosixFilePermission.OWNER_WRITE));
  }

  @Test
  public void fileForStandardOutputTakesErrorsToo() throws Exception {
    Path log = path("one.log");
    try (Stdio io = open("", "file://" + log, "")) {
      write(io.stderr(), "error");
    }
    assertEquals("error", Files.readString(log));
  }

  @Test
  public void pipesAreGivenToTheirOwner() throws Exception {
    Assume.assumeTrue(Unix.effectiveUser() == 0);
    String out = fifo("out");
    try (Stdio io = open("", out, "", 1234)) {
      assertEquals(1234, Stat.of(io.stdout().own()).uid());
      assertEquals(1234, Stat.of(path("out")).gid());
      assertEquals(0, Stat.of(io.stderr().own()).uid());
    }
  }

  @Test
  public void logFileThatCannotBeSaysWhy() {
    Fault root = assertThrows(Fault.class, () -> open("", "file:///", ""));
    assertTrue(root.getMessage(), root.getMessage().contains("EISDIR"));
    Fault none = assertThrows(Fault.class, () -> open("", "file:///proc/nope/x", ""));
    assertTrue(none.getMessage(), none.getMessage().contains("/proc/nope: no such file"));
  }
}
