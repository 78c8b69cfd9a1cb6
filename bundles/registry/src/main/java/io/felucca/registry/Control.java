package io.felucca.registry;

import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginAdmin;
import io.felucca.registry.bundle.DropIns;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Again;
import io.felucca.registry.graph.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes every change to the set of plugins, whichever door it comes through: a file, a jar or a
 * call. One at a time; what is refused leaves all as it was.
 */
final class Control implements PluginAdmin {
  private final Settings settings;
  private final Plugins plugins;
  private final Journal journal;
  private DropIns dropIns;
  private boolean closed;

  Control(Settings settings, Plugins plugins, Journal journal) {
    this.settings = settings;
    this.plugins = plugins;
    this.journal = journal;
  }

  /** The first configuration: brings up everything. */
  void boot(Opening opening, DropIns folder) {
    synchronized (settings) {
      settings.begin(opening);
      dropIns = folder;
      dropIns.sync(settings.config().pluginDir());
      settings.boot(opening);
      reconcile();
    }
  }

  @Override
  public List<String> reload() {
    synchronized (settings) {
      List<Change> changes = new ArrayList<>(settings.reload());
      changes.addAll(dropIns.sync(settings.config().pluginDir()));
      return journal.lines("reload", changes);
    }
  }

  /** Brings plugins in line with the bundles that are started. */
  List<Change> reconcile() {
    synchronized (settings) {
      return settings.config() == null || closed
          ? List.of()
          : plugins.apply(settings.config(), Again.NEVER);
    }
  }

  /** Files have changed: follows them where they now say something else. */
  void follow() {
    synchronized (settings) {
      if (!closed) {
        syncJars();
        journal.lines("configuration changed", settings.follow());
        syncJars();
      }
    }
  }

  private void syncJars() {
    journal.lines(
        "jars of the plugins folder changed", dropIns.sync(settings.config().pluginDir()));
  }

  /** Ends the change that is being made, and follows nothing any more. */
  void close() {
    synchronized (settings) {
      closed = true;
    }
  }

  @Override
  public void swap(String type, String id) {
    synchronized (settings) {
      Change change = plugins.graph().swap(new PluginUri(type, id));
      if (change.isFailure()) {
        throw Fault.precondition("plugin %s.%s is not replaced: %s", type, id, change.reason());
      }
    }
  }

  @Override
  public List<String> install(Path jar) {
    synchronized (settings) {
      return journal.lines("jar installed", dropIns.install(jar));
    }
  }

  @Override
  public List<String> update(Path jar) {
    synchronized (settings) {
      return journal.lines("jar updated", dropIns.update(jar));
    }
  }

  @Override
  public List<String> uninstall(String jarName) {
    synchronized (settings) {
      return journal.lines("jar removed", dropIns.uninstall(jarName));
    }
  }
}
