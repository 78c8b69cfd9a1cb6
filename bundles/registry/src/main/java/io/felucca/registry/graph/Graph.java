package io.felucca.registry.graph;

import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginState;
import io.felucca.registry.component.Components;
import io.felucca.registry.component.InstanceWatcher;
import io.felucca.registry.declare.PluginUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.framework.Bundle;

/** All plugins of the daemon, and the one way to change them. */
public final class Graph implements InstanceWatcher {
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Map<PluginUri, Node> nodes = new ConcurrentHashMap<>();
  private final Workshop workshop;
  private final Executor executor;
  private final StatusWatcher watcher;
  private final Retries retries;
  private final Outside outside;
  private volatile List<Node> order = List.of();

  /**
   * @param executor where plugins come up and go
   * @param clock where those that are unavailable are tried again
   */
  public Graph(
      Components components,
      Executor executor,
      ScheduledExecutorService clock,
      StatusWatcher watcher) {
    this.workshop = new Workshop(components, executor, new Needs(components, nodes));
    this.executor = executor;
    this.retries = new Retries(clock, this::retry);
    this.outside = new Outside(clock, watcher);
    this.watcher = watcher;
  }

  /**
   * Brings plugins up, down, or replaces them, until all is as wanted.
   *
   * @param again which plugins to try although nothing else is wanted of them
   * @return what changed, in order
   */
  public synchronized List<Change> apply(List<Wanted> wanted, Again again) {
    List<Order.Step> steps = Order.of(wanted);
    List<Change> changes = new ArrayList<>(removeOthers(steps));
    List<Node> next = new ArrayList<>();
    for (Order.Step step : steps) {
      next.add(node(step.wanted().uri()));
    }
    order = List.copyOf(next);
    changes.addAll(new Walk(executor, steps).run(step -> become(step.wanted(), again)));
    changes.removeIf(Change::isNone);
    retries.plan(order);
    outside.follow(order);
    return changes;
  }

  private synchronized void retry() {
    order.stream()
        .filter(Node::isToBeRetried)
        .forEach(node -> node.become(node.wanted(), Again.ALWAYS));
    retries.plan(order);
  }

  private Change become(Wanted wanted, Again again) {
    return node(wanted.uri()).become(wanted, again);
  }

  private Node node(PluginUri uri) {
    return nodes.computeIfAbsent(uri, name -> new Node(name, workshop, watcher));
  }

  private List<Change> removeOthers(List<Order.Step> steps) {
    Set<PluginUri> kept = new HashSet<>();
    steps.forEach(step -> kept.add(step.wanted().uri()));
    List<Change> changes = new ArrayList<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      if (!kept.contains(node.uri())) {
        nodes.remove(node.uri());
        changes.add(node.remove());
      }
    }
    return changes;
  }

  /** Replaces the instance of one plugin by a fresh one of the same code and configuration. */
  public synchronized Change swap(PluginUri uri) {
    Node node = nodes.get(uri);
    if (node == null || node.wanted() == null) {
      throw Fault.notFound("plugin %s", uri);
    }
    Generation serving = node.serving();
    Wanted same = node.wanted();
    return node.become(serving == null ? same : same.only(serving.candidate()), Again.ALWAYS);
  }

  /**
   * Which plugins of {@code fresh} failed to take the place that {@code old} still holds, or where
   * both are the same, failed to come up; with the reasons.
   */
  public List<String> failures(Bundle fresh, Bundle old) {
    return order.stream().map(node -> node.failure(fresh, old)).filter(Objects::nonNull).toList();
  }

  /**
   * Which plugins of {@code fresh} failed, while an instance of another bundle still serves; with
   * the reasons.
   */
  public List<String> outdone(Bundle fresh) {
    return order.stream().map(node -> node.outdone(fresh)).filter(Objects::nonNull).toList();
  }

  /** Says with plugins that serve why something else did not take their place. */
  public void remark(List<PluginUri> uris, String reason) {
    for (PluginUri uri : uris) {
      Node node = nodes.get(uri);
      if (node != null) {
        node.remark(reason);
      }
    }
  }

  /** Where a plugin stands; null where it is not known. */
  public Standing standing(String uri) {
    for (Node node : order) {
      if (node.uri().toString().equals(uri)) {
        Status shown = node.shown();
        return new Standing(shown.state(), shown.reason());
      }
    }
    return null;
  }

  /** A plugin's state and why. */
  public record Standing(PluginState state, String reason) {}

  /** The node of a plugin; null where it is not known. */
  Node find(String type, String id) {
    return nodes.get(new PluginUri(type, id));
  }

  /** Every plugin, in the order in which they come up. */
  List<Node> inOrder() {
    return order;
  }

  @Override
  public void arrived(long number) {
    Node owner = workshop.owner(number);
    if (owner != null) {
      workshop.later(() -> owner.settle(number));
    }
  }

  @Override
  public void lost(long number) {
    Node owner = workshop.owner(number);
    if (owner != null) {
      owner.lose(number);
      arrived(number);
    }
  }

  /** The daemon stops: all go, those that came last first. */
  public void stop() {
    List<Node> last = order;
    for (int i = last.size() - 1; i >= 0; i--) {
      last.get(i).stop(FAREWELL);
    }
  }
}
