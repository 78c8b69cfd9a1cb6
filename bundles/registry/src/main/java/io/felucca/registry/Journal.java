package io.felucca.registry;

import io.felucca.api.Scope;
import io.felucca.api.event.EventExchange;
import io.felucca.api.event.Events;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.graph.Change;
import io.felucca.registry.graph.StatusWatcher;
import io.felucca.registry.toml.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Writes what happens to plugins into the log and, once there are listeners, into events. */
final class Journal implements StatusWatcher {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final String TOPIC = "/plugins/state";

  private final BundleContext context;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();
  private volatile boolean publishing;

  Journal(BundleContext context) {
    this.context = context;
  }

  /** From now on changes are events too; before, nobody could have subscribed. */
  void publish() {
    publishing = true;
  }

  @Override
  public void changed(PluginUri uri, PluginState state, String reason) {
    String word = state.name().toLowerCase(Locale.ROOT);
    String why = reason.isEmpty() ? "" : " reason=" + reason;
    LOG.log(level(state, reason), word + " plugin id=" + uri.id() + " type=" + uri.type() + why);
    if (publishing) {
      publish(new Events.PluginChange(uri.type(), uri.id(), word, reason));
    }
  }

  private static Level level(PluginState state, String reason) {
    boolean bad = state == PluginState.ERROR || state == PluginState.OK && !reason.isEmpty();
    return bad ? Level.WARNING : Level.INFO;
  }

  private void publish(Events.PluginChange change) {
    try {
      ServiceReference<EventExchange> reference = context.getServiceReference(EventExchange.class);
      EventExchange exchange = reference == null ? null : context.getService(reference);
      if (exchange != null) {
        exchange.publish(Scope.daemon(), TOPIC, change);
        context.ungetService(reference);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "plugin event not published error=" + e);
    }
  }

  /** Tells what is wrong with a configuration; mere notes once. */
  void report(List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.weight() != Problem.Weight.NOTE || noted.add(problem.message())) {
        boolean error = problem.weight() == Problem.Weight.ERROR;
        LOG.log(error ? Level.ERROR : Level.WARNING, problem.toString());
      }
    }
  }

  /** A changed configuration is not followed. */
  void refused(List<Problem> problems) {
    report(problems);
    String all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    publishConfig(ConfigStatus.FILES, "refused", all);
  }

  /** A jar of the plugins folder is not used. */
  void refusedJar(String jar, String reason) {
    LOG.log(Level.WARNING, "plugin jar refused jar=" + jar + " error=" + reason);
    publishConfig(ConfigStatus.JARS, "refused", jar + ": " + reason);
  }

  /** A configuration is in force. */
  void applied(long version, String door) {
    LOG.log(Level.INFO, "configuration in force version=" + version + " door=" + door);
    publishConfig(ConfigStatus.FILES, "applied", "version " + version + " by " + door);
  }

  /** The files cannot be used, and an earlier configuration is in force. */
  void fellBack(long version, String why) {
    LOG.log(
        Level.ERROR,
        "THE CONFIGURATION FILES CANNOT BE USED; the daemon runs on the last good one,"
            + " until they are corrected version="
            + version
            + " error="
            + why);
  }

  private void publishConfig(String id, String state, String reason) {
    if (publishing) {
      publish(new Events.PluginChange(ConfigStatus.TYPE, id, state, reason));
    }
  }

  /** Tells what a change has done, if it has done anything; returns a line for each plugin. */
  List<String> lines(String what, List<Change> changes) {
    List<String> lines = changes.stream().filter(one -> !one.isNone()).map(Change::line).toList();
    if (!lines.isEmpty()) {
      tell(what, lines);
    }
    return lines;
  }

  private static void tell(String what, List<String> lines) {
    LOG.log(Level.INFO, what + ":");
    lines.forEach(line -> LOG.log(Level.INFO, line));
  }
}
