package io.felucca.shim.sandbox;

import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.shim.folder.TaskFolders;
import io.felucca.shim.launch.Daemon;
import io.felucca.shim.launch.ShimSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What tests of the controller share. */
final class SandboxFixture {
  private SandboxFixture() {}

  /** A controller of a daemon in a folder of its own, whose store has no records. */
  static ShimSandboxController controller(Path root) {
    return controller(root, "");
  }

  /**
   * @param recorded the one ID that the store has a record of
   */
  static ShimSandboxController controller(Path root, String recorded) {
    SandboxSettings settings =
        new SandboxSettings(
            new TaskFolders(root.resolve("state"), root.resolve("root")),
            new Daemon(root + "/felucca.sock", root + "/felucca.sock.ttrpc", "/bin/true"),
            System.getenv("PATH"),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(50));
    return new ShimSandboxController(
        settings, () -> ShimSettings.NONE, (scope, id) -> id.equals(recorded));
  }

  /**
   * @param runtime a shim's path, or a name
   */
  static CreateSandbox request(String id, String runtime) {
    Sandbox record = new Sandbox(id, runtime, null, null, Map.of(), Map.of(), "shim", null, null);
    return new CreateSandbox(id, record, List.of(), null, "", Map.of());
  }
}
