package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.runc.OciRuntime;
import io.felucca.runc.RuncSettings;
import io.felucca.runtime.oci.folder.TaskFolder;
import io.felucca.runtime.oci.folder.TaskRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A task whose processes this instance follows. */
final class OciTask implements Task {
  private final TaskFolder folder;
  private final TaskRecord record;
  private final OciRuntime runtime;
  private final Proc init;
  private final Execs execs;
  private final TaskCgroup cgroup;
  private final Starts starts;
  private final Control control;
  private final Undertaker undertaker;

  OciTask(
      TaskFolder folder,
      TaskRecord record,
      OciRuntime runtime,
      Tools tools,
      Undertaker undertaker) {
    this.folder = folder;
    this.record = record;
    this.runtime = runtime;
    this.undertaker = undertaker;
    this.execs = new Execs(folder, tools);
    this.init = new Proc(folder, "", folder.init(), record.io(), tools, this::beforeTheEnd);
    this.cgroup = new TaskCgroup(this, tools);
    this.starts = new Starts(this, tools);
    this.control = new Control(this, tools);
  }

  /** What else ends with the first process is told before. */
  private CompletableFuture<?> beforeTheEnd() {
    cgroup.look();
    cgroup.endAll();
    execs.rest();
    return execs.told();
  }

  TaskFolder folder() {
    return folder;
  }

  TaskRecord record() {
    return record;
  }

  /** The OCI runtime, whose commands may take as long as the scope has time. */
  OciRuntime runtime(Scope scope) {
    return runtime.within(Patience.of(scope));
  }

  RuncSettings settings() {
    return runtime.settings();
  }

  Proc init() {
    return init;
  }

  Execs execs() {
    return execs;
  }

  TaskCgroup cgroup() {
    return cgroup;
  }

  Starts starts() {
    return starts;
  }

  /** The process; NOT_FOUND where it is gone, DEADLINE_EXCEEDED where time is up. */
  private Proc process(Scope scope, String execId) {
    Patience.of(scope);
    if (!init.isCurrent()) {
      throw Fault.notFound("task %s not found", id());
    }
    return execId.isEmpty() ? init : execs.get(execId);
  }

  @Override
  public String id() {
    return folder.id();
  }

  @Override
  public String namespace() {
    return folder.namespace();
  }

  @Override
  public String runtime() {
    return record.runtime();
  }

  @Override
  public int pid() {
    return init.pid();
  }

  @Override
  public ProcessState state(Scope scope, String execId) {
    Proc process = process(scope, execId);
    TaskStatus status = process.status();
    boolean frozen = status == TaskStatus.RUNNING && init.status() == TaskStatus.PAUSED;
    return process.state(frozen ? TaskStatus.PAUSED : status);
  }

  @Override
  public int start(Scope scope, String execId) {
    Proc process = process(scope, execId);
    return process
        .gate()
        .pass(scope, () -> execId.isEmpty() ? starts.init(scope) : starts.exec(scope, process));
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    Proc process = process(scope, execId);
    return process
        .gate()
        .pass(
            scope,
            () ->
                execId.isEmpty()
                    ? undertaker.delete(this, scope)
                    : undertaker.deleteExec(this, process));
  }

  @Override
  public void kill(Scope scope, String execId, int signal, boolean all) {
    control.kill(scope, process(scope, execId), signal, all);
  }

  @Override
  public void exec(Scope scope, ExecSpec exec) {
    Identifiers.check("exec id", exec.id());
    process(scope, "");
    control.exec(exec);
  }

  @Override
  public void resize(Scope scope, String execId, int width, int height) {
    control.resize(process(scope, execId), width, height);
  }

  @Override
  public void closeStdin(Scope scope, String execId) {
    process(scope, execId).closeStdin();
  }

  @Override
  public void pause(Scope scope) {
    process(scope, "").gate().pass(scope, () -> control.pause(scope));
  }

  @Override
  public void resume(Scope scope) {
    process(scope, "").gate().pass(scope, () -> control.resume(scope));
  }

  @Override
  public List<ProcessInfo> pids(Scope scope) {
    process(scope, "");
    return cgroup.pids();
  }

  @Override
  public void checkpoint(Scope scope, String path, TypedValue options) {
    process(scope, "").gate().pass(scope, () -> control.checkpoint(scope, path, options));
  }

  @Override
  public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {
    process(scope, "").gate().pass(scope, () -> control.update(scope, resources));
  }

  @Override
  public TypedValue stats(Scope scope) {
    process(scope, "");
    return cgroup.metrics();
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    return exit(scope, execId, () -> {});
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId, Runnable moving) {
    try {
      return process(scope, execId).exit(moving);
    } catch (Fault e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Asks all who wait for an exit to ask another instance. */
  void moveWaits() {
    init.moveWaits();
    execs.all().forEach(Proc::moveWaits);
  }

  /** Whether anybody waits for an exit here. */
  boolean isAwaited() {
    return init.isAwaited() || execs.all().stream().anyMatch(Proc::isAwaited);
  }

  /** Lets go of everything; the processes go on. */
  void forget(Fault why) {
    cgroup.close();
    execs.all().forEach(exec -> exec.forget(why));
    init.forget(why);
  }

  @Override
  public String toString() {
    return "task " + namespace() + "/" + id();
  }
}
