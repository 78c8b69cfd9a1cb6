package io.felucca.runc;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OuterFilesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path image() {
    return folder.getRoot().toPath();
  }

  @Test
  public void criuIsToldInItsOwnWords() {
    OuterFiles files =
        new OuterFiles(
            Set.of("file[1b:f3]"), Map.of(0, "file[1b:f3]", 1, "file[1b:ff]", 2, "file[1b:ff]"));
    assertEquals("external file[1b:f3]\n", files.external());
    assertEquals(
        "a key is given one place, whoever has it",
        "inherit-fd fd[0]:file[1b:f3]\ninherit-fd fd[1]:file[1b:ff]\n",
        files.inherited());
  }

  @Test
  public void streamsAreNotedBesideTheImage() {
    OuterFiles files = new OuterFiles(Set.of(), Map.of(0, "file[1b:f3]", 2, "file[1b:ff]"));
    files.write(image());
    assertEquals(files.streams(), OuterFiles.read(image()).streams());
  }

  @Test
  public void nothingButStreamsIsTakenFromANote() throws IOException {
    Files.writeString(
        image().resolve("outer-files"),
        "1 file[1:2]\naction-script /evil\n2 file[1:2]\\naction-script x\n7 file[1:2]\n");
    assertEquals(Map.of(1, "file[1:2]"), OuterFiles.read(image()).streams());
    Files.delete(image().resolve("outer-files"));
    assertEquals("", OuterFiles.read(image()).inherited());
  }

  @Test
  public void optionsForCriuAreAddedToThoseThatAreThere() throws IOException {
    Path given = Files.writeString(image().resolve("given"), "tcp-close");
    Map<String, String> all =
        CriuConfig.add(
            Map.of("CRIU_CONFIG_FILE", given.toString()), "external x\n", image().resolve("work"));
    Path file = Path.of(all.get("CRIU_CONFIG_FILE"));
    assertEquals("tcp-close\nexternal x\n", Files.readString(file));
    assertEquals(Map.of(), CriuConfig.add(Map.of(), "", image().resolve("work")));
  }
}
