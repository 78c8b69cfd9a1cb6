package io.felucca.monitor.restart;

import io.felucca.api.Fault;
import io.felucca.api.Spans;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.monitor.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The restart monitor as a plugin. Its capabilities are the policies it knows: clients refuse
 * others.
 */
@Component(
    service = RestartPlugin.class,
    configurationPid = "io.containerd.monitor.container.v1.restart",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.containerd.monitor.container.v1",
    id = "restart",
    requires = {"io.containerd.event.v1", "io.containerd.metadata.v1", "io.containerd.service.v1"})
public final class RestartPlugin implements Plugin {
  private static final Duration DEFAULT = Duration.ofSeconds(10);

  /** Keys of {@code [plugins."io.containerd.monitor.container.v1.restart"]}. */
  public @interface Config {
    /** From one look at all containers to the next; 0 for 10 seconds. */
    String interval() default "10s";

    /** The plugin's folder for what goes with a reboot; added by the registry. */
    String plugin_state() default "";
  }

  private final Monitor monitor;
  private boolean started;

  @Activate
  public RestartPlugin(Config config, @Reference PluginRegistry registry) {
    this.monitor =
        new Monitor(
            new World(registry), interval(config.interval()), Path.of(config.plugin_state()));
  }

  private static Duration interval(String text) {
    Duration interval = Spans.parse(text).orElse(Duration.ofNanos(-1));
    if (interval.isNegative()) {
      throw Fault.invalid("interval: \"%s\" is no duration such as 10s", text);
    }
    return interval.isZero() ? DEFAULT : interval;
  }

  @Override
  public void start() {
    monitor.start();
    started = true;
  }

  @Override
  public List<String> capabilities() {
    return Policy.NAMES;
  }

  @Override
  public void close() {
    if (started) {
      monitor.close();
    }
  }
}
