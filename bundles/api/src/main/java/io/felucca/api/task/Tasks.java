package io.felucca.api.task;

import io.felucca.api.Descriptor;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The tasks of a namespace, whichever runtime runs them: what adapters and CRI hold. */
@ProviderType
public interface Tasks {
  PluginKind<Tasks> KIND = new PluginKind<>("io.containerd.service.v1", Tasks.class);

  /** The one plugin of its kind. */
  String ID = "tasks-service";

  /**
   * Makes a task; NOT_FOUND without its container, ALREADY_EXISTS ("task X: already exists") where
   * it has one.
   */
  Task create(Scope scope, CreateTask request);

  /** The task; NOT_FOUND ("task X not found") where there is none. */
  Task get(Scope scope, String id);

  /** The state of every task; one whose supervisor does not answer in time is left out. */
  List<ProcessState> list(Scope scope);

  /** Counters of the tasks that match ({@code id}, {@code namespace}). */
  List<TaskMetric> metrics(Scope scope, Filter filter);

  /**
   * Writes a checkpoint to {@code imagePath}, or to content where the path and the options' own are
   * empty: then its descriptors are answered.
   */
  List<Descriptor> checkpoint(Scope scope, String id, String imagePath, TypedValue options);

  /** What a runtime says of itself; see {@link TaskManager#info}. */
  RuntimeInfo info(Scope scope, String runtime, TypedValue options);
}
