package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import io.felucca.reaper.Ended;
import io.felucca.reaper.Supervised;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.ProcessFolder;
import io.felucca.runtime.oci.folder.Removal;
import io.felucca.runtime.oci.folder.TaskFolder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One process of a task, its first or an exec: where it stands is in its folder, and this follows
 * its end.
 */
final class Proc {
  private static final Logger LOG = System.getLogger("io.felucca.oci");

  /** How long the end of a process is not told because others must be told before. */
  private static final int PRECEDENCE_SECONDS = 2;

  private final TaskFolder task;
  private final String execId;
  private final ProcessFolder folder;
  private final TaskIo io;
  private final Tools tools;
  private final Supplier<CompletableFuture<?>> precedence;
  private final String stamp;
  private final Gate gate;
  private final Preparation preparation;
  private final Waits waits = new Waits();
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private volatile Supervised supervised;
  private volatile Exit exit;
  private volatile Fault gone;
  private int[] size;
  private boolean inputClosed;

  /**
   * @param execId empty for the first process
   * @param precedence what must have been told before its end is; asked when it has ended
   */
  Proc(
      TaskFolder task,
      String execId,
      ProcessFolder folder,
      TaskIo io,
      Tools tools,
      Supplier<CompletableFuture<?>> precedence) {
    this.task = task;
    this.execId = execId;
    this.folder = folder;
    this.io = io;
    this.tools = tools;
    this.precedence = precedence;
    this.stamp = folder.stamp();
    this.gate = new Gate(execId.isEmpty() ? "task" : "exec", folder.path(), tools.workers());
    this.preparation = new Preparation(folder, io, tools);
  }

  String execId() {
    return execId;
  }

  ProcessFolder folder() {
    return folder;
  }

  TaskIo io() {
    return io;
  }

  Gate gate() {
    return gate;
  }

  Preparation preparation() {
    return preparation;
  }

  /** Whether the folder is still this process's. */
  boolean isCurrent() {
    return !stamp.isEmpty() && folder.stamp().equals(stamp);
  }

  /** Zero where it has not been made. */
  int pid() {
    Supervised now = supervised;
    return now == null ? 0 : now.pid();
  }

  /** Null where it has not ended. */
  Exit ended() {
    return exit;
  }

  TaskStatus status() {
    if (exit != null) {
      return TaskStatus.STOPPED;
    }
    if (folder.has(Mark.PAUSED)) {
      return TaskStatus.PAUSED;
    }
    return folder.has(Mark.STARTED) ? TaskStatus.RUNNING : TaskStatus.CREATED;
  }

  /** All about it, with the status as its task sees it. */
  ProcessState state(TaskStatus status) {
    Exit how = exit;
    return new ProcessState(
        task.id(),
        execId,
        pid(),
        status,
        io,
        how == null ? 0 : how.status(),
        how == null ? null : how.at());
  }

  /** Follows a process that has been made. */
  void follow(Supervised made) {
    take(made);
    made.exit().thenAccept(this::end);
  }

  /** Does what clients have asked for while it was being made. */
  private synchronized void take(Supervised made) {
    supervised = made;
    if (size != null) {
      made.resize(size[0], size[1]);
    }
    if (inputClosed) {
      made.closeStdin();
    }
  }

  /** Follows what another instance has made; NOT_FOUND where nobody has. */
  synchronized void adopt() {
    if (supervised == null) {
      preparation.close(); // whoever has started it has used it up
      follow(tools.supervisor().adopt(folder.run(), io));
    }
  }

  /** Runs in the thread that watches all processes. */
  private void end(Ended how) {
    exit = new Exit(pid(), how.status(), how.at());
    waits.complete(exit);
    before()
        .copy()
        .completeOnTimeout(null, PRECEDENCE_SECONDS, TimeUnit.SECONDS)
        .whenComplete((all, failure) -> gate.later(this::tell));
  }

  /** Whatever comes of that, the end itself is told. */
  private CompletableFuture<?> before() {
    try {
      return precedence.get();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "before the exit of task " + task.id() + " is told", e);
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Publishes the end, unless somebody has. For those who are alone at it. */
  void tell() {
    if (isCurrent() && !folder.has(Mark.TOLD)) {
      tools.announcer().exited(task, execId, exit);
      folder.set(Mark.TOLD);
    }
    told.complete(null);
  }

  /** Completes when its end has been published. */
  CompletableFuture<Void> told() {
    return told;
  }

  /** Completes when it has ended. */
  CompletableFuture<Exit> exit(Runnable moving) {
    CompletableFuture<Exit> one = waits.join(moving);
    if (exit != null) {
      one.complete(exit);
    } else if (gone != null) {
      one.completeExceptionally(gone);
    }
    return one;
  }

  /** It is about to be started: what its client has closed by now it will find at its end. */
  void begin() {
    supervised.begin();
  }

  /** Signals it; false where it has ended. */
  boolean signal(int signal) {
    Supervised now = supervised;
    return exit == null && now != null && now.signal(signal);
  }

  /** What has not been made yet gets the size when it is. */
  synchronized void resize(int width, int height) {
    if (!io.terminal()) {
      return;
    }
    if (supervised == null) {
      size = new int[] {width, height};
    } else {
      supervised.resize(width, height);
    }
  }

  /** What has not been made yet finds its input closed when it is. */
  synchronized void closeStdin() {
    if (supervised == null) {
      inputClosed = true;
    } else {
      supervised.closeStdin();
    }
  }

  /** Those who wait now learn that there will be no end: it could not be started. */
  void failWaits(Fault why) {
    waits.fail(why);
  }

  /** It is no more; what is left of its supervisor goes. */
  void discard(Fault why) {
    Supervised now = supervised;
    if (now != null) {
      now.discard();
    } else {
      preparation.discard();
    }
    forget(why);
  }

  /** It is no more, and its folder is hidden at once: what is left goes while nobody waits. */
  void discardWithFolder(Fault why) {
    if (supervised == null) {
      preparation.discard();
    }
    forget(why);
    Removal removal = folder.hide();
    tools.workers().execute(() -> finish(removal));
  }

  private void finish(Removal removal) {
    Supervised now = supervised;
    if (now != null) {
      now.discardAt(removal.hidden().resolve(folder.path().relativize(folder.run())));
    }
    removal.finishQuietly();
  }

  /** It is no more, or not this instance's concern any more. */
  void forget(Fault why) {
    gone = why;
    preparation.close();
    Supervised now = supervised;
    if (now != null) {
      now.close();
    }
    waits.fail(why);
    told.complete(null);
  }

  void moveWaits() {
    waits.move();
  }

  boolean isAwaited() {
    return waits.isAwaited();
  }
}
