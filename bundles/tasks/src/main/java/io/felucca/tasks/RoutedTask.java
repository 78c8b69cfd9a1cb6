package io.felucca.tasks;

import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A task that looks up its runtime plugin's instance for each call, so that it outlives a
 * replacement of the plugin.
 */
final class RoutedTask implements Task {
  private final Runtimes runtimes;
  private final Restores restores;
  private final Waits waits;
  private final String plugin;
  private final String id;
  private final String namespace;
  private final String runtime;
  private final int pid;
  private final Duration statePatience;

  RoutedTask(
      Runtimes runtimes,
      Restores restores,
      Waits waits,
      String plugin,
      Task task,
      Duration statePatience) {
    this.runtimes = runtimes;
    this.restores = restores;
    this.waits = waits;
    this.plugin = plugin;
    this.id = task.id();
    this.namespace = task.namespace();
    this.runtime = task.runtime();
    this.pid = task.pid();
    this.statePatience = statePatience;
  }

  private <T> T ask(Scope scope, Function<Task, T> question) {
    Scope own = scope.withNamespace(namespace);
    return runtimes.call(own, plugin, manager -> question.apply(manager.get(own, id)));
  }

  private void tell(Scope scope, Consumer<Task> order) {
    ask(
        scope,
        task -> {
          order.accept(task);
          return null;
        });
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return namespace;
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
    Scope soon = scope.withDeadline(Instant.now().plus(scope.remaining(statePatience)));
    return ask(soon, task -> task.state(soon, execId));
  }

  @Override
  public int start(Scope scope, String execId) {
    int started = ask(scope, task -> task.start(scope, execId));
    discardRestore(execId);
    return started;
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    Exit exit = ask(scope, task -> task.delete(scope, execId));
    discardRestore(execId);
    if (execId.isEmpty()) {
      runtimes.forget(namespace, id);
    }
    return exit;
  }

  private void discardRestore(String execId) {
    if (execId.isEmpty()) {
      restores.discard(namespace, id);
    }
  }

  @Override
  public void kill(Scope scope, String execId, int signal, boolean all) {
    tell(scope, task -> task.kill(scope, execId, signal, all));
  }

  @Override
  public void exec(Scope scope, ExecSpec exec) {
    tell(scope, task -> task.exec(scope, exec));
  }

  @Override
  public void resize(Scope scope, String execId, int width, int height) {
    tell(scope, task -> task.resize(scope, execId, width, height));
  }

  @Override
  public void closeStdin(Scope scope, String execId) {
    tell(scope, task -> task.closeStdin(scope, execId));
  }

  @Override
  public void pause(Scope scope) {
    tell(scope, task -> task.pause(scope));
  }

  @Override
  public void resume(Scope scope) {
    tell(scope, task -> task.resume(scope));
  }

  @Override
  public List<ProcessInfo> pids(Scope scope) {
    return ask(scope, task -> task.pids(scope));
  }

  @Override
  public void checkpoint(Scope scope, String path, TypedValue options) {
    tell(scope, task -> task.checkpoint(scope, path, options));
  }

  @Override
  public void update(Scope scope, TypedValue resources, Map<String, String> annotations) {
    tell(scope, task -> task.update(scope, resources, annotations));
  }

  @Override
  public TypedValue stats(Scope scope) {
    return ask(scope, task -> task.stats(scope));
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    return exit(scope, execId, () -> {});
  }

  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId, Runnable moving) {
    return waits.begin(mover -> ask(scope, task -> task.exit(scope, execId, mover)), moving);
  }
}
