package io.felucca.shim.runtime;

import com.google.protobuf.MessageLite;
import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.wire.Patience;
import io.felucca.shim.wire.TaskApi;
import io.felucca.shim.wire.Values;
import io.felucca.ttrpc.TtrpcClosedException;
import io.felucca.wire.shim.CheckpointRequest;
import io.felucca.wire.shim.CloseIoRequest;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.ExecRequest;
import io.felucca.wire.shim.KillRequest;
import io.felucca.wire.shim.ResizeRequest;
import io.felucca.wire.shim.UpdateRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A task in a shim: every call is one call of the shim's task service. */
final class ShimTask implements Task {
  private final TaskFolder folder;
  private final String runtime;
  private final Contact contact;
  private final Undertaker undertaker;
  private final Map<String, Integer> execPids = new ConcurrentHashMap<>();
  private final Map<String, ExitWait> waits = new ConcurrentHashMap<>();
  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private volatile int pid;
  private volatile int shimPid;
  private volatile boolean detached;

  /** Not connected yet: {@link #contact} is to be established. */
  ShimTask(TaskFolder folder, Endpoint endpoint, Undertaker undertaker) {
    this.folder = folder;
    this.runtime = folder.runtime();
    this.contact = new Contact(folder.id(), endpoint);
    this.undertaker = undertaker;
  }

  TaskFolder folder() {
    return folder;
  }

  Contact contact() {
    return contact;
  }

  /** UNAVAILABLE where the shim has not answered yet. */
  ShimLink link() {
    return contact.now();
  }

  /** What to call; waits for a shim that has not answered yet while the scope has time. */
  TaskApi api(Scope scope) {
    return contact.await(scope).api();
  }

  String address() {
    return contact.endpoint().address();
  }

  void setPid(int value) {
    pid = value;
  }

  /** Of an adopted task; zero where this instance has started the shim. */
  int shimPid() {
    return shimPid;
  }

  void setShimPid(int value) {
    shimPid = value;
  }

  /** From now on the loss of the connection is nobody's concern: the task is being ended. */
  void detach() {
    detached = true;
  }

  boolean isDetached() {
    return detached;
  }

  /** How the task ended when its shim did, or why nobody knows: for those who wait for an exit. */
  CompletableFuture<Exit> end() {
    return end;
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
    return runtime;
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public ProcessState state(Scope scope, String execId) {
    TaskApi api = api(scope);
    try {
      return States.of(id(), execId, api.state(Patience.of(scope), execId));
    } catch (Fault e) {
      throw e.getCause() instanceof TtrpcClosedException ? Fault.notFound("task %s", id()) : e;
    }
  }

  @Override
  public int start(Scope scope, String execId) {
    TaskApi api = api(scope);
    int started = new WrongState(api, execId).start(() -> api.start(scope, execId));
    if (execId.isEmpty()) {
      pid = started;
    } else {
      execPids.put(execId, started);
    }
    return started;
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    if (execId.isEmpty()) {
      return undertaker.delete(this, scope);
    }
    TaskApi api = api(scope);
    DeleteResponse deleted =
        new WrongState(api, execId).delete(() -> api.delete(Patience.of(scope), execId));
    execPids.remove(execId);
    waits.remove(execId);
    return States.exit(deleted);
  }

  @Override
  public void kill(Scope scope, String execId, int signal, boolean all) {
    tell(
        scope,
        "Kill",
        KillRequest.newBuilder().setId(id()).setExecId(execId).setSignal(signal).setAll(all));
  }

  @Override
  public void exec(Scope scope, ExecSpec exec) {
    Identifiers.check(exec.id());
    tell(
        scope,
        "Exec",
        ExecRequest.newBuilder()
            .setId(id())
            .setExecId(exec.id())
            .setTerminal(exec.io().terminal())
            .setStdin(exec.io().stdin())
            .setStdout(exec.io().stdout())
            .setStderr(exec.io().stderr())
            .setSpec(Values.any(exec.process())));
  }

  @Override
  public void resize(Scope scope, String execId, int width, int height) {
    tell(
        scope,
        "ResizePty",
        ResizeRequest.newBuilder().setId(id()).setExecId(execId).setWidth(width).setHeight(height));
  }

  @Override
  public void closeStdin(Scope scope, String execId) {
    tell(
        scope, "CloseIO", CloseIoRequest.newBuilder().setId(id()).setExecId(execId).setStdin(true));
  }

  @Override
  public void pause(Scope scope) {
    TaskApi api = api(scope);
    api.tell(scope, "Pause", api.process(""));
  }

  @Override
  public void resume(Scope scope) {
    TaskApi api = api(scope);
    api.tell(scope, "Resume", api.process(""));
  }

  @Override
  public List<ProcessInfo> pids(Scope scope) {
    return api(scope).pids(scope).getProcessesList().stream()
        .map(process -> new ProcessInfo(process.getPid(), Values.typed(process.getInfo())))
        .toList();
  }

  @Override
  public void checkpoint(Scope scope, String path, TypedValue options) {
    CheckpointRequest.Builder request = CheckpointRequest.newBuilder().setId(id()).setPath(path);
    if (options != null) {
      request.setOptions(Values.any(options));
    }
    tell(scope, "Checkpoint", request);
  }

  @Override
  public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {
    UpdateRequest.Builder request =
        UpdateRequest.newBuilder().setId(id()).putAllAnnotations(annotations);
    if (resources != null) {
      request.setResources(Values.any(resources));
    }
    tell(scope, "Update", request);
  }

  @Override
  public TypedValue stats(Scope scope) {
    TypedValue stats = Values.typed(api(scope).stats(scope).getStats());
    if (stats == null) {
      throw Fault.notFound("metrics of task %s", id());
    }
    return stats;
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    return exit(scope, execId, () -> {});
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId, Runnable moving) {
    ExitWait wait =
        waits.compute(execId, (id, open) -> open == null || open.isOver() ? wait(id) : open);
    return wait.join(moving);
  }

  private ExitWait wait(String execId) {
    return new ExitWait(execId, end, () -> pidOf(execId)).begin(contact.link());
  }

  /** Asks all who wait for an exit to ask another instance. */
  void moveWaits() {
    waits.values().forEach(ExitWait::move);
  }

  /** Whether anybody waits for an exit here. */
  boolean isAwaited() {
    return waits.values().stream().anyMatch(ExitWait::isAwaited);
  }

  /** Zero where this instance has not started the process. */
  private int pidOf(String execId) {
    return execId.isEmpty() ? pid : execPids.getOrDefault(execId, 0);
  }

  private void tell(Scope scope, String method, MessageLite.Builder request) {
    api(scope).tell(scope, method, request.build());
  }

  @Override
  public String toString() {
    return "task " + namespace() + "/" + id();
  }
}
