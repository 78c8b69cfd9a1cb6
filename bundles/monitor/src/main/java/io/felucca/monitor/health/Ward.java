package io.felucca.monitor.health;

import io.felucca.api.Fault;
import io.felucca.api.container.Container;
import io.felucca.api.event.Event;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskStatus;
import io.felucca.monitor.Duty;
import io.felucca.monitor.Name;
import io.felucca.monitor.Timers;
import io.felucca.monitor.World;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The tasks whose health is checked. Events tell of new ones, of changed labels, and of ends. */
final class Ward implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final Filter WANTED =
      Filter.parse(
          List.of(
              "topic==/tasks/start",
              "topic==/tasks/exit",
              "topic==/containers/update",
              "topic==/containers/delete"));

  private final World world;
  private final boolean nerdctl;
  private final Path folder;
  private final Timers timers = new Timers("health");
  private final Duty duty;
  private final Map<Name, Patient> patients = new ConcurrentHashMap<>();

  /**
   * @param nerdctl whether checks by nerdctl's label are run too
   */
  Ward(World world, boolean nerdctl, Path folder) {
    this.world = world;
    this.nerdctl = nerdctl;
    this.folder = folder;
    this.duty = new Duty(world, timers, folder, WANTED, this::hear, this::look);
  }

  void start() {
    duty.start();
  }

  /** Every container there is: what an earlier instance or daemon has begun goes on. */
  private void look() {
    for (String namespace : world.namespaces()) {
      timers.now(() -> look(namespace));
    }
  }

  private void look(String namespace) {
    String other = nerdctl ? Labels.NERDCTL_CHECK : Labels.TEST;
    for (Container container : world.labelled(namespace, Labels.TEST, other)) {
      timers.now(() -> consider(new Name(namespace, container.id()), container));
    }
  }

  private void hear(Event event) {
    switch (event.topic()) {
      case "/tasks/start" -> consider(Name.ofTask(event));
      case "/containers/update" -> updated(event);
      case "/containers/delete" -> discharge(Name.ofContainer(event));
      default -> {
        if (Name.isFirstProcess(event)) {
          discharge(Name.ofTask(event));
        }
      }
    }
  }

  private void updated(Event event) {
    Name name = Name.ofContainer(event);
    boolean says = event.payload() instanceof Events.ContainerUpdate;
    if (!says || isLabelled(((Events.ContainerUpdate) event.payload()).labels())) {
      consider(name);
    } else {
      discharge(name);
    }
  }

  private boolean isLabelled(Map<String, String> labels) {
    return labels.containsKey(Labels.TEST) || nerdctl && labels.containsKey(Labels.NERDCTL_CHECK);
  }

  private void consider(Name name) {
    world
        .container(name)
        .filter(container -> isLabelled(container.labels()))
        .ifPresent(container -> timers.now(() -> consider(name, container)));
  }

  private void consider(Name name, Container container) {
    try {
      Optional<Check> check = Check.of(container.labels(), nerdctl);
      check.ifPresentOrElse(it -> consider(name, container, it), () -> discharge(name));
    } catch (Fault fault) {
      discharge(name);
      LOG.log(Level.WARNING, "health not checked" + name + " error=" + fault.getMessage());
    }
  }

  private void consider(Name name, Container container, Check check) {
    ProcessState task = world.state(name).orElse(null);
    boolean runs =
        task != null && (task.status() == TaskStatus.RUNNING || task.status() == TaskStatus.PAUSED);
    if (runs && !isKnown(name, task.pid(), check)) {
      admit(name, container, check, task.pid());
    }
  }

  private boolean isKnown(Name name, int pid, Check check) {
    Patient patient = patients.get(name);
    return patient != null && patient.is(pid, check);
  }

  private void admit(Name name, Container container, Check check, int pid) {
    Optional<State> known = State.of(container).filter(state -> state.pid() == pid);
    State state = known.orElseGet(() -> State.fresh(pid));
    Patient patient = new Patient(name, check, state, world, timers, folder);
    Patient before = patients.put(name, patient);
    if (before != null) {
      before.discharge();
    }
    if (known.isPresent()) {
      patient.examineLater(somewhereIn(check.interval()));
    } else {
      patient.admit(container);
    }
  }

  /** Not all at once after a restart of the daemon. */
  private static Duration somewhereIn(Duration interval) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval.toMillis()));
  }

  private void discharge(Name name) {
    Patient patient = patients.remove(name);
    if (patient != null) {
      patient.discharge();
    }
  }

  @Override
  public void close() {
    patients.values().forEach(Patient::discharge);
    duty.close();
  }
}
