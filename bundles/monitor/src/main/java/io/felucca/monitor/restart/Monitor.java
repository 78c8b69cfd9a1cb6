package io.felucca.monitor.restart;

import io.felucca.api.container.Container;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.task.ProcessState;
import io.felucca.monitor.Duty;
import io.felucca.monitor.Name;
import io.felucca.monitor.Timers;
import io.felucca.monitor.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compares, in each interval and where a task has ended, what runs with what labels want, in all
 * namespaces. Containers wait neither for each other nor for other namespaces.
 */
final class Monitor implements AutoCloseable {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final Filter EXITS = Filter.parse(List.of("topic==/tasks/exit"));
  private static final Duration SLOW_START = Duration.ofSeconds(5);

  private final World world;
  private final Duration interval;
  private final Timers timers = new Timers("restart");
  private final Gate gate = new Gate(timers, SLOW_START);
  private final Starter starter;
  private final Duty duty;
  private final Map<Name, Charge> charges = new ConcurrentHashMap<>();
  private boolean looking;

  Monitor(World world, Duration interval, Path folder) {
    this.world = world;
    this.interval = interval;
    this.starter = new Starter(world);
    this.duty = new Duty(world, timers, folder, EXITS, this::taskEnded, this::begin);
  }

  void start() {
    duty.start();
  }

  private synchronized void begin() {
    if (!looking) {
      looking = true;
      look();
    }
  }

  private void look() {
    timers.after(interval, this::look);
    Set<String> namespaces = new HashSet<>(world.namespaces());
    charges.keySet().removeIf(name -> !namespaces.contains(name.namespace()));
    namespaces.forEach(namespace -> timers.now(() -> look(namespace)));
  }

  private void look(String namespace) {
    List<Container> containers = world.labelled(namespace, Terms.STATUS);
    dismissOthers(namespace, containers);
    if (containers.isEmpty()) {
      return;
    }
    Map<String, ProcessState> tasks = world.states(namespace);
    for (Container container : containers) {
      ProcessState task = tasks.get(container.id());
      if (mayNeedHelp(container, task)) {
        charge(new Name(namespace, container.id())).look();
      }
    }
  }

  /** Most are as they shall be, and need no closer look. */
  private static boolean mayNeedHelp(Container container, ProcessState task) {
    try {
      return Verdict.on(new Terms(container.labels()), task, 1) != Verdict.LEAVE;
    } catch (RuntimeException e) {
      return true; // labels that cannot be read: it says so itself
    }
  }

  private void dismissOthers(String namespace, List<Container> containers) {
    Set<String> ids = new HashSet<>();
    containers.forEach(container -> ids.add(container.id()));
    charges
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().namespace().equals(namespace)
                    && !ids.contains(entry.getKey().id())
                    && entry.getValue().dismiss());
  }

  private Charge charge(Name name) {
    return charges.computeIfAbsent(
        name, key -> new Charge(key, world, starter, gate, timers, new Backoff(interval)));
  }

  private void taskEnded(Event exit) {
    Name name = Name.ofTask(exit);
    if (Name.isFirstProcess(exit) && world.container(name).filter(this::isWatched).isPresent()) {
      charge(name).ended(wasKilled(exit));
    }
  }

  /** By what clients send, and kernels short of memory: SIGKILL or SIGTERM. */
  private static boolean wasKilled(Event exit) {
    return !(exit.payload() instanceof Events.TaskExit how)
        || how.exitStatus() == 128 + SIGKILL
        || how.exitStatus() == 128 + SIGTERM;
  }

  private boolean isWatched(Container container) {
    return container.labels().containsKey(Terms.STATUS);
  }

  @Override
  public void close() {
    duty.close();
  }
}
