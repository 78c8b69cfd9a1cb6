package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Fault.Kind;
import io.felucca.api.task.RuntimeFactory;
import io.felucca.api.task.TaskManager;
import io.felucca.linux.Durable;
import io.felucca.linux.LinuxException;
import io.felucca.linux.OfdLock;
import io.felucca.linux.Processes;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/** All of the process: a runtime, the shim protocol before it, and events out of it. */
final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.runtime.serve");
  private static final int ATTEMPTS = 500;
  private static final int PAUSE_MS = 10;

  private final Place place;
  private final OfdLock alive;
  private final ExecutorService calls = Calls.executor();
  private final TtrpcTransport transport = new TtrpcTransport("felucca-shim-ttrpc");
  private final Outbox outbox;
  private final Ledger ledger;
  private final Forwarder events;
  private final TaskManager runtime;
  private final Retirement retirement;
  private final Remains remains;
  private final Sockets sockets;
  private Control control;

  /**
   * @param root what must outlive a restart of the machine
   * @param idle how long to stay without tasks
   * @param retire asks for permission to go
   */
  Server(Place place, Path root, RuntimeFactory factory, Duration idle, BooleanSupplier retire)
      throws IOException {
    this.place = place;
    this.alive = alone(place);
    this.ledger = new Ledger(place.tasks());
    this.outbox = new Outbox(new Postman(transport, place.events()));
    this.events = new Forwarder(ledger, outbox::add);
    this.runtime = factory.make(root, Files.createDirectories(place.state()), events);
    this.retirement = new Retirement(idle, this::isUnused, retire);
    this.remains = new Remains(runtime, ledger, events, retirement::poke);
    TaskCalls answers = new TaskCalls(runtime, ledger, events, remains, retirement::poke);
    this.sockets =
        new Sockets(
            place.sockets(), transport, calls, namespace -> TaskService.of(answers, namespace));
  }

  /** One that was just retired may take a moment to end. */
  private static OfdLock alone(Place place) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      OfdLock lock = OfdLock.tryAcquire(place.alive(), false);
      if (lock != null) {
        return lock;
      }
      pause();
    }
    throw new IOException("another process serves " + place.folder());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException();
    }
  }

  /** Finds the tasks of an earlier process, and listens. */
  void start() throws IOException {
    List<TaskKey> left = ledger.all();
    events.hold(left);
    left.forEach(key -> ShimLog.offer(ledger.bundle(key)));
    runtime.start();
    control = Control.listen(place.control(), calls, new Requests(sockets, remains));
    sockets.listen();
    remains.sweep();
    announce();
  }

  private void announce() throws LinuxException {
    int self = Processes.self();
    String line = self + " " + Processes.startTime(self) + "\n";
    Durable.write(place.pid(), line.getBytes(StandardCharsets.US_ASCII));
  }

  /** What ends tasks whose shim is taken for dead. */
  Remains remains() {
    return remains;
  }

  /** Returns when the process is to end. */
  void await() throws InterruptedException {
    retirement.await();
  }

  private boolean isUnused() {
    return ledger.all().isEmpty() && outbox.isEmpty();
  }

  /** Tasks go on. */
  @Override
  public void close() throws IOException {
    sockets.close();
    if (control != null) {
      control.close();
    }
    remains.close();
    outbox.close();
    transport.close();
    runtime.close();
    calls.shutdown();
    Files.deleteIfExists(place.control());
    alive.close();
    LOG.log(Level.DEBUG, "ended");
  }

  /** The runtime that is on the class path. */
  static RuntimeFactory factory() {
    return java.util.ServiceLoader.load(RuntimeFactory.class)
        .findFirst()
        .orElseThrow(() -> new Fault(Kind.UNIMPLEMENTED, "no runtime on the class path", null));
  }
}
