package io.felucca.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ClaimsTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private DaemonConfig config(String root, String state) throws IOException {
    Path folder = temporary.getRoot().toPath();
    Files.createDirectories(folder.resolve(root));
    Files.createDirectories(folder.resolve(state));
    Path file = Files.writeString(folder.resolve("config.toml"), "version = 3\nimports = []\n");
    Flags flags =
        Flags.parse(
            List.of(
                "-c", file.toString(),
                "--root", folder.resolve(root).toString(),
                "--state", folder.resolve(state).toString(),
                "-a", folder.resolve("sock").toString()));
    return Draft.read(flags).config(1, folder);
  }

  private static String refusal(DaemonConfig config) {
    return assertThrows(BootFailure.class, () -> Claims.take(config)).getMessage();
  }

  @Test
  public void aRootOrStateBelongsToOneDaemonUntilItEnds() throws Exception {
    Path folder = temporary.getRoot().toPath();
    String holder = " is in use by another daemon (pid " + ProcessHandle.current().pid() + ")";
    try (Claims first = Claims.take(config("root", "state"))) {
      assertEquals(
          "root " + folder.resolve("root") + holder + "; stop it or configure another root",
          refusal(config("root", "state2")));
      assertEquals(
          "state " + folder.resolve("state") + holder + "; stop it or configure another state",
          refusal(config("root2", "state")));
    }
    Claims.take(config("root", "state")).close();
  }
}
