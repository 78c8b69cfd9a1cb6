package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.linux.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BinariesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path program(String source) throws IOException {
    Path file = folder.getRoot().toPath().resolve("program");
    Files.copy(
        Path.of(source),
        file,
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
    return file;
  }

  private static String output(String path) throws IOException {
    return Spawn.command(path, "hello").run().output();
  }

  @Test
  public void programIsRunFromACopy() throws IOException {
    Path file = program("/bin/echo");
    try (Binaries binaries = new Binaries()) {
      String path = binaries.path(file.toString(), "");
      assertTrue(path, path.matches("/proc/[0-9]+/fd/[0-9]+"));
      assertEquals("hello\n", output(path));
      assertEquals("the same copy", path, binaries.path("program", "/bin:" + folder.getRoot()));
    }
  }

  @Test
  public void replacedProgramIsCopiedAgain() throws IOException {
    Path file = program("/bin/echo");
    try (Binaries binaries = new Binaries()) {
      String first = binaries.path(file.toString(), "");
      Files.delete(file);
      program("/bin/true");
      String second = binaries.path(file.toString(), "");
      assertNotEquals(first, second);
      assertEquals("", output(second));
      assertEquals("who was about to run the old one can", "hello\n", output(first));
    }
  }

  @Test
  public void whatIsNoProgramOfTheMachineIsRunAsItIs() throws IOException {
    Path script = folder.getRoot().toPath().resolve("script");
    Files.writeString(script, "#!/bin/sh\necho hi\n");
    script.toFile().setExecutable(true);
    try (Binaries binaries = new Binaries()) {
      assertEquals(script.toString(), binaries.path(script.toString(), ""));
      assertEquals("/nowhere/runc", binaries.path("/nowhere/runc", ""));
      assertEquals("no-such-runtime", binaries.path("no-such-runtime", "/bin"));
    }
  }

  @Test
  public void nothingIsCopiedAfterTheEnd() throws IOException {
    Path file = program("/bin/echo");
    Binaries binaries = new Binaries();
    binaries.close();
    assertEquals(file.toString(), binaries.path(file.toString(), ""));
  }
}
