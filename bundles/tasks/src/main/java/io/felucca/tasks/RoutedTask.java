package io.felucca.tasks;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A task that looks up its runtime plugin's instance for each call, so that it outlives a
 * replacement of the plugin.
 */
final class RoutedTask implements Task {
  private final Runtimes runtimes;
  private final String plugin;
  private final String id;
  private final String namespace;
  private final String runtime;
  private final int pid;

  private RoutedTask(Runtimes runtimes, String plugin, Task task) {
    this.runtimes = runtimes;
    this.plugin = plugin;
    this.id = task.id();
    this.namespace = task.namespace();
    this.runtime = task.runtime();
    this.pid = task.pid();
  }

  static Task of(Runtimes runtimes, String plugin, Task task) {
    return new RoutedTask(runtimes, plugin, task);
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
    return ask(scope, task -> task.state(scope, execId));
  }

  @Override
  public int start(Scope scope, String execId) {
    return ask(scope, task -> task.start(scope, execId));
  }

  @Override
  public Exit delete(Scope scope, String execId) {
    return ask(scope, task -> task.delete(scope, execId));
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

  /**
   * A wait is carried over to the new instance when the plugin is replaced meanwhile: the old one
   * gives it up as unavailable.
   */
  @Override
  public CompletableFuture<Exit> exit(Scope scope, String execId) {
    CompletableFuture<Exit> first = ask(scope, task -> task.exit(scope, execId));
    return first
        .handle(
            (exit, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(exit)
                    : again(scope, execId, failure))
        .thenCompose(Function.identity());
  }

  private CompletableFuture<Exit> again(Scope scope, String execId, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!Fault.is(cause, Fault.Kind.UNAVAILABLE)) {
      return CompletableFuture.failedFuture(cause);
    }
    try {
      return ask(scope, task -> task.exit(scope, execId));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
