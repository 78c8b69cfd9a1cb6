package io.felucca.gc;

import io.felucca.api.Scope;
import io.felucca.api.gc.GarbageCollector;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.gc.GcStats;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The scheduler as a plugin. */
@Component(
    configurationPid = "io.containerd.gc.v1.scheduler",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = GcScheduler.class)
@PluginSpec(
    type = "io.containerd.gc.v1",
    id = "scheduler",
    requires = {"io.containerd.metadata.v1"})
public final class GcPlugin implements GcScheduler, Plugin {
  /** Keys of {@code [plugins."io.containerd.gc.v1.scheduler"]}. */
  public @interface Config {
    /** The share of time that collections may keep changes waiting, at most 0.5. */
    double pause_threshold() default 0.02;

    /** So many deletions bring the next collection forward; 0: it comes in its time. */
    int deletion_threshold() default 0;

    /** So many changes are a reason to collect, even if nothing was deleted; 0 for none. */
    int mutation_threshold() default 100;

    /** From the reason to the collection. */
    String schedule_delay() default "0s";

    /** From the start to the first collection. */
    String startup_delay() default "100ms";
  }

  private final Settings settings;
  private final Scheduler scheduler;
  private boolean started;

  @Activate
  public GcPlugin(Config config, @Reference PluginRegistry registry) {
    this(config, new SeatedCollector(registry));
  }

  GcPlugin(Config config, GarbageCollector collector) {
    this.settings = Settings.of(config);
    this.scheduler = new Scheduler(collector, settings);
  }

  @Override
  public void start() {
    scheduler.start();
    started = true;
  }

  @Override
  public Map<String, String> exports() {
    return settings.exports();
  }

  @Override
  public GcStats scheduleAndWait(Scope scope) {
    return scheduler.await(scope);
  }

  @Override
  public void changed(boolean deleted) {
    scheduler.changed(deleted);
  }

  @Override
  public void close() {
    if (started) {
      scheduler.close();
    }
  }
}
