package io.felucca.registry;

import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.bundle.Declared;
import io.felucca.registry.component.Components;
import io.felucca.registry.config.ConfigFiles;
import io.felucca.registry.config.DaemonConfig;
import io.felucca.registry.config.Flags;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Directory;
import io.felucca.registry.graph.Graph;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Brings the daemon up, and down again. */
final class Boot {
  private static final Logger LOG = System.getLogger("io.felucca.registry");

  private final BundleContext context;
  private final Threads threads = new Threads();
  private volatile Graph graph;
  private volatile Declared declared;
  private volatile DaemonConfig config;

  Boot(BundleContext context) {
    this.context = context;
  }

  void start() {
    Thread thread = new Thread(this::run, "felucca-boot");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boot();
    } catch (Exception | LinkageError e) {
      LOG.log(Level.ERROR, "boot failed", e);
      announce("failed", e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void boot() throws Exception {
    long begin = System.nanoTime();
    Flags flags = Flags.parse(args());
    config = ConfigFiles.load(flags, Path.of(home(), "bin", "feluccad"));
    Components components =
        new Components(
            context, service(ConfigurationAdmin.class), service(ServiceComponentRuntime.class));
    components.forgetEarlierRun();
    graph = new Graph(components, threads.workers(), this::report);
    components.watch(graph);
    context.registerService(PluginRegistry.class, new Directory(graph), null);
    context.registerService(PluginAdmin.class, new Minimal(), null);
    declared = new Declared(context, this::bundlesChanged);
    declared.open();
    awaitFramework();
    graph.apply(Planner.plan(config, declared.candidates()), Again.NOTHING);
    booted = true;
    LOG.log(
        Level.INFO,
        String.format(
            Locale.ROOT,
            "containerd successfully booted in %.6fs",
            (System.nanoTime() - begin) / 1e9));
    announce("ready", "");
  }

  private volatile boolean booted;

  private void bundlesChanged() {
    if (booted) {
      threads
          .changes()
          .execute(() -> graph.apply(Planner.plan(config, declared.candidates()), Again.NOTHING));
    }
  }

  private void report(PluginUri uri, PluginState state, String reason) {
    LOG.log(
        state == PluginState.ERROR ? Level.WARNING : Level.INFO,
        "plugin "
            + state.toString().toLowerCase(Locale.ROOT)
            + " id="
            + uri.id()
            + " type="
            + uri.type()
            + (reason.isEmpty() ? "" : " reason=" + reason));
  }

  private List<String> args() {
    String args = context.getProperty("felucca.args");
    return args == null || args.isEmpty() ? List.of() : List.of(args.split("\0", -1));
  }

  private String home() {
    String home = context.getProperty("felucca.home");
    return home == null ? "/usr" : home;
  }

  private <T> T service(Class<T> type) throws InterruptedException {
    for (int i = 0; i < 10_000; i++) {
      ServiceReference<T> reference = context.getServiceReference(type);
      if (reference != null) {
        return context.getService(reference);
      }
      Thread.sleep(1);
    }
    throw new IllegalStateException("there is no " + type.getName() + " in this framework");
  }

  private void awaitFramework() throws InterruptedException {
    while (context.getBundle(0).getState() != Bundle.ACTIVE) {
      Thread.sleep(1);
    }
  }

  private void announce(String boot, String reason) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("felucca.boot", boot);
    properties.put("felucca.boot.reason", reason);
    context.registerService(Runnable.class, () -> {}, properties);
  }

  void stop() {
    if (graph != null) {
      graph.stop();
    }
    threads.close();
  }

  private final class Minimal implements PluginAdmin {
    @Override
    public List<String> reload() {
      return List.of();
    }

    @Override
    public void swap(String type, String id) {
      graph.swap(new PluginUri(type, id));
    }

    @Override
    public List<String> install(Path jar) {
      throw io.felucca.api.Fault.unimplemented("install");
    }

    @Override
    public List<String> uninstall(String jarName) {
      throw io.felucca.api.Fault.unimplemented("uninstall");
    }
  }
}
