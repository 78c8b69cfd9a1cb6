package io.felucca.api.task;

import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A runtime: makes tasks and keeps track of them.
 *
 * <p>Tasks do not live in the daemon. {@link Plugin#start()} finds the tasks that an earlier
 * instance, or an earlier daemon, left in the state folder, and cleans up those whose supervisor is
 * gone (publishing their exit and deletion); {@link Plugin#close()} leaves them running. Everything
 * about a task that must last is in the state folder, so a second instance sees what the first has
 * created.
 */
@ConsumerType
public interface TaskManager extends Plugin {
  PluginKind<TaskManager> KIND = new PluginKind<>("io.containerd.runtime.v2", TaskManager.class);

  /** Whether this runtime runs containers of that runtime name. */
  boolean accepts(String runtime);

  /**
   * Makes the task and its first process, which waits to be started. ALREADY_EXISTS where the
   * scope's namespace has a task of this ID.
   */
  Task create(Scope scope, TaskSpec spec);

  /** The task of this ID in the scope's namespace; NOT_FOUND where there is none. */
  Task get(Scope scope, String id);

  /** The tasks of the scope's namespace, or of all where it has none. */
  List<Task> list(Scope scope);

  /**
   * What the runtime says of itself.
   *
   * @param runtime its name or path
   * @param options for it; null for none
   * @return a {@code containerd.runc.v1}-style description; UNIMPLEMENTED where there is none
   */
  RuntimeInfo info(Scope scope, String runtime, TypedValue options);
}
