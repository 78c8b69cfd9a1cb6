package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.task.ShimManager;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The settings from the configuration. A change counts for the next shim that is started. */
@PluginSpec(type = "io.containerd.shim.v1", id = ShimManager.ID)
@Component(
    service = ShimManager.class,
    configurationPid = "io.containerd.shim.v1.manager",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ConfiguredShimManager implements ShimManager {
  /** What is left of a socket address for the folder: 107 bytes less a slash and 64 digits. */
  private static final int LONGEST_SOCKET_DIR = 42;

  /** The keys of {@code [plugins."io.containerd.shim.v1.manager"]}. */
  public @interface Config {
    /** Variables added to the environment of shims, each {@code NAME=value}. */
    String[] env() default {};

    /** Where shims make their sockets: absolute, at most 42 bytes; empty for their own choice. */
    String socket_dir() default "";
  }

  private final List<String> env;
  private final String socketDir;

  @Activate
  public ConfiguredShimManager(Config config) {
    env = List.of(config.env());
    socketDir = normal(config.socket_dir());
  }

  private static String normal(String dir) {
    return dir.isEmpty() ? dir : Path.of(dir).normalize().toString();
  }

  @Override
  public void start() {
    if (!socketDir.isEmpty() && !socketDir.startsWith("/")) {
      throw Fault.invalid("socket_dir must be an absolute path: \"%s\"", socketDir);
    }
    if (socketDir.length() > LONGEST_SOCKET_DIR) {
      throw Fault.invalid(
          "socket_dir \"%s\" has %d characters, at most %d leave room for the socket's name",
          socketDir, socketDir.length(), LONGEST_SOCKET_DIR);
    }
  }

  @Override
  public List<String> env() {
    return env;
  }

  @Override
  public String socketDir() {
    return socketDir;
  }
}
