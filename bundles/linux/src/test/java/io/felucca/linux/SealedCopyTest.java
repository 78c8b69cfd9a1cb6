package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.Test;

public class SealedCopyTest {
  @Test
  public void copyRunsAndCannotBeChanged() throws IOException {
    try (Fd copy = SealedCopy.of(Path.of("/bin/echo"))) {
      String path = "/proc/" + Processes.self() + "/fd/" + copy.value();
      assertEquals("hello\n", Spawn.command(path, "hello").run().output());
      ByteBuffer change = ByteBuffer.wrap(new byte[] {1});
      LinuxException refused = assertThrows(LinuxException.class, () -> copy.write(change, 0));
      assertEquals(Errno.EPERM, refused.errno());
    }
  }

  @Test
  public void missingProgramIsNotCopied() {
    assertThrows(IOException.class, () -> SealedCopy.of(Path.of("/nowhere/at/all")));
  }
}
