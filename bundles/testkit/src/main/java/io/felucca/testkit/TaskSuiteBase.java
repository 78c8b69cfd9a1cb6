package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.Exit;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskManager;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** What the parts of the suite share: a manager, a root file system, and the way tasks are made. */
abstract class TaskSuiteBase {
  static final TaskIo NO_IO = new TaskIo("", "", "", false);
  static final int SIGTERM = 15;
  static final int SIGKILL = 9;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** A namespace of this test's own: tasks of other tests, and of other runs, are not seen. */
  protected final Scope scope = Scope.of("suite-" + UUID.randomUUID().toString().substring(0, 8));

  /** The manager under test, started. */
  protected TaskManager manager;

  TaskSuiteBundle bundle;
  Path root;
  Path state;

  /**
   * Makes a manager that keeps what must last in {@code root} and the rest in {@code state}; called
   * again with the same folders it finds the tasks of the one before.
   */
  protected abstract TaskManager create(Path root, Path state);

  /** The runtime's name to create tasks with. */
  protected abstract String runtime();

  /** Options for every task; null for none. */
  protected TypedValue options() {
    return null;
  }

  @Before
  public final void startManager() throws IOException {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue("needs busybox-static", Files.isExecutable(TaskSuiteBundle.BUSYBOX));
    root = temporary.newFolder("root").toPath();
    state = temporary.newFolder("state").toPath();
    bundle = new TaskSuiteBundle(temporary.newFolder("image").toPath());
    manager = restart();
  }

  @After
  public final void endTasks() {
    if (manager == null) {
      return;
    }
    for (Task task : manager.list(Scope.daemon())) {
      end(task);
    }
    manager.close();
  }

  private static void end(Task task) {
    Scope its = Scope.of(task.namespace());
    try {
      if (task.state(its, "").status() != TaskStatus.STOPPED) {
        task.kill(its, "", SIGKILL, true);
        exit(task, "");
      }
    } catch (Fault e) {
      // has ended meanwhile, or never started: the deletion will tell
    }
    try {
      task.delete(its, "");
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** A further manager on the same folders, started. */
  final TaskManager restart() {
    TaskManager made = create(root, state);
    made.start();
    return made;
  }

  final TaskSpec spec(String id, String script, TaskIo io) {
    return new TaskSpec(
        id,
        runtime(),
        bundle.spec("/" + scope.namespace() + "-" + id, script, io.terminal()),
        bundle.mounts(),
        io,
        options(),
        "",
        "");
  }

  final Task created(String id, String script) {
    return manager.create(scope, spec(id, script, NO_IO));
  }

  final Task running(String id, String script) {
    Task task = created(id, script);
    task.start(scope, "");
    return task;
  }

  /** Waits for a process' end. */
  static Exit exit(Task task, String execId) {
    return task.exit(Scope.of(task.namespace()), execId).orTimeout(30, TimeUnit.SECONDS).join();
  }

  static void assertFault(Fault.Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.getMessage(), kind, fault.kind());
  }

  static void await(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("waited in vain: " + what);
    }
  }
}
