package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.Rule;
import org.junit.Test;

public class TerminalTest {
  @Rule public final Workplace work = new Workplace();

  private static String readAll(FdChannel channel) throws IOException {
    return new String(channel.input().readAllBytes());
  }

  @Test
  public void programSeesSizeAndItsEndIsTheEndOfTheMaster() throws Exception {
    try (Terminal terminal = Terminal.open()) {
      Terminal.resize(terminal.master(), new Terminal.Size(123, 45));
      assertEquals(new Terminal.Size(123, 45), Terminal.size(terminal.master()));
      FdChannel screen = FdChannel.over(terminal.master());
      try (Fd side = Open.path(terminal.path(), Open.O_RDWR | Open.O_NOCTTY);
          Child child = Spawn.command("stty", "size").stdin(side).stdout(side).start()) {
        assertEquals(0, child.waitFor());
      }
      assertEquals("45 123\r\n", readAll(screen));
    }
  }

  @Test
  public void rawTerminalNeitherEchoesNorTranslates() throws Exception {
    try (Terminal terminal = Terminal.open();
        Fd side = Open.path(terminal.path(), Open.O_RDWR | Open.O_NOCTTY)) {
      Terminal.Mode before = Terminal.makeRaw(side);
      terminal.master().write(ByteBuffer.wrap("a\3".getBytes()));
      ByteBuffer keys = ByteBuffer.allocate(10);
      side.read(keys);
      assertEquals("a\3", new String(keys.array(), 0, keys.position()));
      side.write(ByteBuffer.wrap("x\n".getBytes()));
      ByteBuffer screen = ByteBuffer.allocate(10);
      terminal.master().read(screen);
      assertEquals("x\n", new String(screen.array(), 0, screen.position()));
      Terminal.restore(side, before);
      side.write(ByteBuffer.wrap("y\n".getBytes()));
      terminal.master().read(screen.clear());
      assertEquals("y\r\n", new String(screen.array(), 0, screen.position()));
    }
  }

  @Test
  public void terminalsAreRecognised() throws Exception {
    try (Terminal terminal = Terminal.open();
        Pipe pipe = Pipe.open()) {
      assertTrue(Terminal.isTerminal(terminal.master()));
      assertFalse(Terminal.isTerminal(pipe.reader()));
    }
  }
}
