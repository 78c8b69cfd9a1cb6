package io.felucca.registry;

import io.felucca.api.config.ConfigAdmin;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.registry.bundle.Declared;
import io.felucca.registry.bundle.DropIns;
import io.felucca.registry.bundle.Generations;
import io.felucca.registry.component.Components;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Draft;
import io.felucca.registry.config.Flags;
import io.felucca.registry.graph.Directory;
import io.felucca.registry.graph.Graph;
import io.felucca.registry.toml.Problems;
import io.felucca.registry.watch.FolderWatch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Brings the daemon up, and down again. */
final class Boot {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final Platform platform;
  private final Threads threads = new Threads();
  private final Journal journal;
  private final ConfigStatus status = new ConfigStatus();
  private volatile Set<Path> folders = Set.of();
  private volatile Graph graph;
  private volatile Settings settings;
  private volatile Control control;
  private volatile FolderWatch watch;
  private volatile boolean stopped;
  private Claims claims;

  Boot(Platform platform) {
    this.platform = platform;
    this.journal = new Journal(platform.context());
  }

  void start() {
    Thread thread = new Thread(this::run, "felucca-boot");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long begin = System.nanoTime();
      boot();
      String took = seconds(System.nanoTime() - begin);
      LOG.log(Level.INFO, "containerd successfully booted in " + took + "s");
      platform.announce("ready", "");
      watch();
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "boot broken off");
    } catch (Problems | BootFailure e) {
      fail(e.getMessage(), null);
    } catch (Exception | LinkageError e) {
      fail(e.toString(), e);
    }
  }

  /** With six digits behind the point; a formatter would cost 10 ms here. */
  private static String seconds(long nanos) {
    long micros = nanos / 1000;
    return micros / 1_000_000 + "." + Long.toString(1_000_000 + micros % 1_000_000).substring(1);
  }

  private void fail(String reason, Throwable trace) {
    if (!stopped) {
      LOG.log(Level.ERROR, "boot failed error=" + reason, trace);
      platform.announce("failed", reason);
    }
  }

  private void boot() throws Exception {
    Flags flags = platform.flags();
    Opening opening = Opening.of(flags);
    claim(opening.draft().config(0, platform.binary()));
    Components components = components();
    graph = new Graph(components, threads.workers(), threads.changes(), journal);
    components.watch(graph);
    Declared declared = new Declared(platform.context(), this::bundlesChanged);
    Plugins plugins = new Plugins(graph, declared);
    settings = new Settings(flags, platform.binary(), plugins, journal, status, this::watchFiles);
    control = new Control(settings, plugins, journal);
    platform.register(PluginRegistry.class, new Directory(graph, status::infos));
    platform.register(PluginAdmin.class, control);
    platform.register(ConfigAdmin.class, new ConfigDoor(flags, settings, plugins, journal, status));
    declared.open();
    platform.awaitBundles();
    control.boot(opening, dropIns(declared, components));
    required(plugins.required());
    platform.onHangUp(this::hangUp);
    journal.publish();
  }

  private synchronized void claim(DaemonConfig config) {
    if (!stopped) {
      Folders.prepare(config);
      claims = Claims.take(config);
    }
  }

  private Components components() throws IOException, InterruptedException {
    Components components =
        new Components(
            platform.context(),
            platform.await(ConfigurationAdmin.class),
            platform.await(ServiceComponentRuntime.class));
    components.forgetEarlierRun();
    return components;
  }

  private DropIns dropIns(Declared declared, Components components) {
    Generations generations = new Generations(platform.context(), declared, components.tally());
    components.tally().whenNone(bundle -> threads.changes().execute(generations::sweep));
    DropIns dropIns =
        new DropIns(generations, graph, () -> control.reconcile(), journal::refusedJar);
    status.jars(dropIns::jars);
    return dropIns;
  }

  private void required(Required required) {
    for (Map.Entry<String, String> one : required.missing(settings.config()).entrySet()) {
      throw new BootFailure("load required plugin " + one.getKey() + ": " + one.getValue());
    }
  }

  private void bundlesChanged() {
    if (settings != null && settings.config() != null) {
      threads.changes().execute(control::reconcile);
    }
  }

  private void watch() throws IOException {
    watch = FolderWatch.start(control::follow);
    watch.watch(folders);
    threads.changes().execute(settings::keep);
    // whatever changed between reading and watching
    threads.changes().execute(control::follow);
  }

  private void watchFiles(Draft draft) {
    Set<Path> all = new HashSet<>(draft.sources().folders());
    all.add(settings.config().pluginDir());
    folders = all;
    if (watch != null && watch.watch(all)) {
      threads.changes().execute(control::follow);
    }
  }

  private void hangUp() {
    try {
      control.reload();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "reload refused: " + e.getMessage());
    }
  }

  /** Stops all plugins in order; a second time does nothing. */
  synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    threads.close();
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "folders are still watched", e);
    }
    if (control != null) {
      control.close();
    }
    if (graph != null) {
      graph.stop();
    }
    if (claims != null) {
      claims.close();
    }
  }
}
