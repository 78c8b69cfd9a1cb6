package io.felucca.itests.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The system's containerd, on the plugins of a host. */
final class Containerd extends Program {
  /**
   * @param proxies the part of its configuration that names the host
   * @param disabled a built-in plugin that a proxy takes the place of; empty for none
   */
  Containerd(Path folder, String proxies, String disabled) throws IOException {
    super(folder);
    Files.writeString(
        config(),
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"%2$s]
        [grpc]
          address = "%1$s/sock"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        %3$s
        """
            .formatted(folder, disabled.isEmpty() ? "" : ", \"" + disabled + "\"", proxies));
  }

  private Path config() {
    return folder.resolve("config.toml");
  }

  @Override
  List<String> command() {
    return List.of("containerd", "-c", config().toString());
  }

  /** Has the garbage collected now. */
  void collect() throws IOException, InterruptedException {
    ctr("leases", "create", "--id", "collect").ok();
    ctr("leases", "rm", "--sync", "collect").ok();
  }

  @Override
  public void close() throws Exception {
    for (String task : ctr("tasks", "ls", "-q").lines()) {
      ctr("tasks", "rm", "-f", task);
    }
    super.close();
  }
}
