package io.felucca.api.task;

import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One task of a runtime: a container's first process and those executed beside it.
 *
 * <p>Where a method takes an exec ID, the empty string means the first process. Calls on a process
 * that is not there are NOT_FOUND; a call in the wrong state (starting twice, deleting what runs)
 * is a FAILED_PRECONDITION.
 */
@ConsumerType
public interface Task {
  String id();

  String namespace();

  /** The runtime's name it was created with. */
  String runtime();

  /** The pid of the first process. */
  int pid();

  ProcessState state(Scope scope, String execId);

  /** Starts the first process, or an added exec; returns its pid. */
  int start(Scope scope, String execId);

  /**
   * Forgets an ended process and returns how it ended; of the first process: ends the task and its
   * bundle.
   */
  Exit delete(Scope scope, String execId);

  void kill(Scope scope, String execId, int signal, boolean all);

  /** Adds a process, to be started by {@link #start}. ALREADY_EXISTS where the ID is taken. */
  void exec(Scope scope, ExecSpec exec);

  void resize(Scope scope, String execId, int width, int height);

  void closeStdin(Scope scope, String execId);

  void pause(Scope scope);

  void resume(Scope scope);

  List<ProcessInfo> pids(Scope scope);

  /** Writes a checkpoint into the folder {@code path}. */
  void checkpoint(Scope scope, String path, TypedValue options);

  void update(Scope scope, TypedValue resources, Map<String, String> annotations);

  /** Counters of the cgroup, in the runtime's own type. */
  TypedValue stats(Scope scope);

  /**
   * Completes when the process has ended, also where it had before; fails with NOT_FOUND once it is
   * deleted. Takes no thread while it waits.
   */
  CompletableFuture<Exit> exit(Scope scope, String execId);

  /**
   * As {@link #exit(Scope, String)}, for those who wait on where this instance goes.
   *
   * @param moving run when it is about to go: the future is good for a moment more, in which the
   *     next instance is to be asked, and fails with UNAVAILABLE then
   */
  default CompletableFuture<Exit> exit(Scope scope, String execId, Runnable moving) {
    return exit(scope, execId);
  }
}
