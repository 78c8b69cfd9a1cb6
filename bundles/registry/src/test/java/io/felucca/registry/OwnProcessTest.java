package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OwnProcessTest {
  private static final Path SCORE = Path.of("/proc/self/oom_score_adj");
  private static final Path CGROUP = Path.of("/proc/self/cgroup");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final OwnProcess process = new OwnProcess();

  private DaemonConfig config(String text) throws IOException {
    Path file = folder.getRoot().toPath().resolve("config.toml");
    Files.writeString(file, "version = 4\n" + text);
    return Draft.read(Flags.parse(List.of("-c", file.toString()))).config(1, file);
  }

  @Test
  public void theScoreIsSetAndTakenBack() throws IOException {
    String before = Files.readString(SCORE);
    process.follow(config("oom_score = 7\n"));
    assertEquals("7", Files.readString(SCORE).strip());
    process.follow(config(""));
    assertEquals(before, Files.readString(SCORE));
  }

  @Test
  public void theCgroupIsEnteredAndLeft() throws IOException {
    Assume.assumeTrue("needs root", Files.isWritable(Path.of("/sys/fs/cgroup")));
    List<String> before = Files.readAllLines(CGROUP);
    String name = "felucca-test-" + ProcessHandle.current().pid();
    process.follow(config("[cgroup]\npath = '/" + name + "'\n"));
    assertTrue(Files.readString(CGROUP), Files.readString(CGROUP).contains(":/" + name));
    process.follow(config(""));
    assertEquals(before, Files.readAllLines(CGROUP));
    try (var left = Files.find(Path.of("/sys/fs/cgroup"), 2, (path, any) -> path.endsWith(name))) {
      for (Path cgroup : left.toList()) {
        Files.delete(cgroup);
      }
    }
  }
}
