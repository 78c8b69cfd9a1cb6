package io.felucca.services;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.options.ProcessDetails;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A task without process; it notes each call as one line. */
final class FewTask implements Task {
  static final Instant EXITED = Instant.parse("2026-01-02T03:04:05Z");

  final List<String> told = new CopyOnWriteArrayList<>();
  final CompletableFuture<Exit> exit = new CompletableFuture<>();
  final CreateTask request;
  private final String namespace;

  FewTask(String namespace, CreateTask request) {
    this.namespace = namespace;
    this.request = request;
  }

  void end(int status) {
    exit.complete(new Exit(pid(), status, EXITED));
  }

  @Override
  public String id() {
    return request.containerId();
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String runtime() {
    return "io.containerd.runc.v2";
  }

  @Override
  public int pid() {
    return 42;
  }

  @Override
  public ProcessState state(Scope scope, String execId) {
    TaskStatus status = exit.isDone() ? TaskStatus.STOPPED : TaskStatus.RUNNING;
    return new ProcessState(id(), execId, pid(), status, request.io(), 0, null);
  }

  @Override
  public int start(Scope scope, String execId) {
    told.add("start " + execId);
    return pid();
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    told.add("delete " + execId);
    if (!exit.isDone()) {
      throw Fault.precondition("process is running");
    }
    return exit.join();
  }

  @Override
  public void kill(Scope scope, String execId, int signal, boolean all) {
    told.add("kill " + execId + " " + signal + " " + all);
  }

  @Override
  public void exec(Scope scope, ExecSpec exec) {
    told.add("exec " + exec.id() + " " + exec.process().typeUrl());
  }

  @Override
  public void resize(Scope scope, String execId, int width, int height) {
    told.add("resize " + execId + " " + width + "x" + height);
  }

  @Override
  public void closeStdin(Scope scope, String execId) {
    told.add("closeStdin " + execId);
  }

  @Override
  public void pause(Scope scope) {
    told.add("pause");
  }

  @Override
  public void resume(Scope scope) {
    told.add("resume");
  }

  @Override
  public List<ProcessInfo> pids(Scope scope) {
    TypedValue details = Anys.pack(ProcessDetails.newBuilder().setExecId("e").build());
    return List.of(new ProcessInfo(42, null), new ProcessInfo(43, details));
  }

  @Override
  public void checkpoint(Scope scope, String path, TypedValue options) {
    told.add("checkpoint " + path);
  }

  @Override
  public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {
    told.add("update " + resources.typeUrl() + " " + annotations);
  }

  @Override
  public TypedValue stats(Scope scope) {
    return FewTasks.STATS;
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    return exit;
  }
}
