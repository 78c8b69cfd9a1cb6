package io.felucca.launcher;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StateFolderTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();

  @Test
  public void flagComesBeforeTheFile() throws IOException {
    String config = config("state = \"/of/file\"\n");
    assertEquals(
        Path.of("/of/flag"), StateFolder.of(new String[] {"-c", config, "--state", "/of/flag"}));
    assertEquals(
        Path.of("/of/flag"),
        StateFolder.of(new String[] {"--config=" + config, "-state=/of/flag"}));
  }

  @Test
  public void keyAtTheHeadOfTheFileIsFound() throws IOException {
    assertEquals(Path.of("/run/a"), of("version = 3\n  state = \"/run/a\" # note\n"));
    assertEquals(Path.of("/run/b"), of("root = '/x'\nstate='/run/b'\n"));
  }

  @Test
  public void keyOfATableIsNotTheState() throws IOException {
    assertEquals(Path.of("/run/containerd"), of("[plugins]\nstate = \"/run/a\"\n"));
  }

  @Test
  public void whatIsNoPlainStringIsLeftToTheRegistry() throws IOException {
    assertEquals(Path.of("/run/containerd"), of("state = \"/a\\u0020b\"\n"));
    assertEquals(Path.of("/run/containerd"), of("state = 7\n"));
    assertEquals(Path.of("/run/containerd"), of("state = \"\"\n"));
    assertEquals(Path.of("/run/containerd"), of("states = \"/a\"\n# state = \"/b\"\n"));
  }

  @Test
  public void missingFileMeansTheDefault() {
    assertEquals(Path.of("/run/containerd"), StateFolder.of(new String[] {"-c", "/no/such/file"}));
  }

  private Path of(String text) throws IOException {
    return StateFolder.of(new String[] {"--config", config(text)});
  }

  private String config(String text) throws IOException {
    Path file = temp.newFile().toPath();
    Files.writeString(file, text);
    return file.toString();
  }
}
