package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.TaskStatus;
import io.felucca.cgroups.Cgroup;
import io.felucca.cgroups.OomWatch;
import io.felucca.linux.LinuxException;
import io.felucca.linux.OfdLock;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.wire.options.ProcessDetails;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task's control group: who is in it, what it counts, when it runs out of memory. */
final class TaskCgroup {
  private static final Logger LOG = System.getLogger("io.felucca.oci");
  private static final String DETAILS = "containerd.runc.v1.ProcessDetails";

  private final OciTask task;
  private final Tools tools;
  private Cgroup cgroup;
  private OomWatch watch;
  private OfdLock teller;
  private boolean closed;

  TaskCgroup(OciTask task, Tools tools) {
    this.task = task;
    this.tools = tools;
  }

  /** Looks where the first process is, while it is there; what it says is to be kept. */
  synchronized String find() {
    try {
      int pid = task.init().pid();
      cgroup = pid == 0 ? null : Cgroup.of(pid);
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "has ended at once " + task, e);
    }
    return cgroup == null ? "" : cgroup.paths();
  }

  private Cgroup cgroup() {
    return own().orElseThrow(() -> Fault.notFound("cgroup of task %s", task.id()));
  }

  /** Empty where it has none, as without the right to make one. */
  private synchronized Optional<Cgroup> own() {
    if (cgroup == null) {
      String kept = task.init().folder().text(Mark.CREATED);
      cgroup = kept.isEmpty() ? named() : Cgroup.read(kept);
    }
    return Optional.ofNullable(cgroup);
  }

  private Cgroup named() {
    return SpecCgroup.of(task.record().cgroup(), task.settings()).orElse(null);
  }

  TypedValue metrics() {
    return cgroup().metrics();
  }

  List<ProcessInfo> pids() {
    Map<Integer, String> execs = new HashMap<>();
    task.execs().all().forEach(exec -> execs.put(exec.pid(), exec.execId()));
    return own().map(Cgroup::pids).orElseGet(() -> new Family(task).pids()).stream()
        .map(pid -> new ProcessInfo(pid, details(execs.get(pid))))
        .toList();
  }

  private static TypedValue details(String execId) {
    return execId == null
        ? null
        : new TypedValue(
            DETAILS, ProcessDetails.newBuilder().setExecId(execId).build().toByteArray());
  }

  /** Whether nobody has stopped its processes, as far as can be seen. */
  boolean isThawed() {
    try {
      return !cgroup().isFrozen();
    } catch (Fault e) {
      return false;
    }
  }

  /** Signals all that are in it; false where nobody is. */
  boolean signalAll(int signal) {
    return own()
        .map(group -> group.signalAll(signal))
        .orElseGet(() -> new Family(task).signalAll(signal));
  }

  /** Ends those that do not end with the first process by themselves. */
  void endAll() {
    if (task.record().sharesPids() && task.record().cgroupIsOurs()) {
      tools.workers().execute(() -> cgroup().killAll());
    }
  }

  /** The same a little later, for a task that may have ended. */
  void watchLater() {
    if (task.init().status() == TaskStatus.RUNNING || task.init().status() == TaskStatus.PAUSED) {
      tools.workers().execute(this::watch);
    }
  }

  /** Tells from now on when memory has run out. */
  synchronized void watch() {
    if (watch != null || closed) {
      return;
    }
    try {
      watch = tools.ooms().watch(cgroup(), this::outOfMemory);
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "memory is not watched " + task, e);
    }
  }

  /** Tells what the kernel has not come to tell: to be called when its first process has ended. */
  void look() {
    OomWatch now = watching();
    if (now != null) {
      now.look();
    }
  }

  private synchronized OomWatch watching() {
    return watch;
  }

  /** Of two instances that see it, the first tells it, and goes on telling. */
  private synchronized void outOfMemory() {
    try {
      if (teller == null && !closed) {
        teller = OfdLock.tryAcquire(task.folder().path().resolve("oom-lock"), false);
      }
    } catch (LinuxException e) {
      LOG.log(Level.DEBUG, "task is gone " + task, e);
    }
    if (teller != null) {
      tools.announcer().outOfMemory(task.folder());
    }
  }

  /** Stops watching. */
  synchronized void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
    if (teller != null) {
      teller.close();
      teller = null;
    }
  }
}
