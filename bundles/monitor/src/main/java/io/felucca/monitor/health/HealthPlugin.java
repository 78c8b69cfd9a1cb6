package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.monitor.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Health checks as a plugin. */
@Component(
    service = HealthPlugin.class,
    configurationPid = "io.felucca.monitor.v1.health",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.felucca.monitor.v1",
    id = "health",
    requires = {"io.containerd.event.v1", "io.containerd.metadata.v1", "io.containerd.service.v1"})
public final class HealthPlugin implements Plugin {
  /** Whose presence means that systemd runs this machine, as sd_booted(3) has it. */
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  /** Keys of {@code [plugins."io.felucca.monitor.v1.health"]}. */
  public @interface Config {
    /**
     * Whether the checks that nerdctl describes in its own label are run: {@code always}, {@code
     * never}, or {@code auto}, where nerdctl has no systemd that runs them.
     */
    String nerdctl_labels() default "auto";

    /** The plugin's folder for what goes with a reboot; added by the registry. */
    String plugin_state() default "";
  }

  private final boolean nerdctl;
  private final Ward ward;
  private boolean started;

  @Activate
  public HealthPlugin(Config config, @Reference PluginRegistry registry) {
    this.nerdctl = nerdctl(config.nerdctl_labels());
    this.ward = new Ward(new World(registry), nerdctl, Path.of(config.plugin_state()));
  }

  private static boolean nerdctl(String when) {
    return switch (when) {
      case "always" -> true;
      case "never" -> false;
      case "auto" -> !Files.isDirectory(SYSTEMD);
      default -> throw Fault.invalid("nerdctl_labels: \"%s\" is none of auto, always, never", when);
    };
  }

  @Override
  public void start() {
    ward.start();
    started = true;
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("nerdctl_labels", Boolean.toString(nerdctl));
  }

  @Override
  public List<String> capabilities() {
    return List.of("none", "kill", "restart");
  }

  @Override
  public void close() {
    if (started) {
      ward.close();
    }
  }
}
