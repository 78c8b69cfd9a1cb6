package io.felucca.monitor.restart;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.container.Container;
import io.felucca.api.task.CreateTask;
import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskStatus;
import io.felucca.monitor.Name;
import io.felucca.monitor.World;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends tasks and makes new ones in their place, as a client would. */
final class Starter {
  private static final System.Logger LOG = System.getLogger("io.felucca.monitor");
  private static final int SIGKILL = 9;
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(20);

  private final World world;

  Starter(World world) {
    this.world = world;
  }

  /** Counts the restart, removes the old task and starts a new one. */
  void restart(Name name, Container container) {
    Terms terms = new Terms(container.labels());
    JsonObject spec = spec(container);
    boolean terminal = flag(spec, "process", "terminal");
    count(name, container, terms.count() + 1);
    world.task(name).ifPresent(old -> endQuietly(name, old));
    Scope scope = name.scope(START);
    List<Mount> rootfs = labelled(world.rootfs(scope, container), spec);
    Task task =
        world.create(scope, new CreateTask(name.id(), rootfs, terms.io(terminal), null, null, ""));
    try {
      int unused = task.start(scope, "");
      requireContainer(name);
    } catch (RuntimeException e) {
      endQuietly(name, task);
      throw e;
    }
  }

  /** Somebody may have deleted it at this very moment: then nobody would ever end the task. */
  private void requireContainer(Name name) {
    if (world.container(name).isEmpty()) {
      throw Fault.notFound("container %s was deleted while it was restarted", name.id());
    }
  }

  private void count(Name name, Container container, int count) {
    Map<String, String> labels = new TreeMap<>(container.labels());
    labels.put(Terms.COUNT, Integer.toString(count));
    Container counted =
        new Container(
            container.id(),
            labels,
            container.image(),
            container.runtime(),
            container.runtimeOptions(),
            container.spec(),
            container.snapshotter(),
            container.snapshotKey(),
            container.sandbox(),
            container.extensions(),
            container.createdAt(),
            container.updatedAt());
    world.update(name, counted, FieldPaths.of("labels." + Terms.COUNT));
  }

  /** What is wrong with the old task shows when the new one is made. */
  private static void endQuietly(Name name, Task task) {
    try {
      end(name, task);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "restart: task not removed" + name, e);
    }
  }

  /** Kills the task with all its processes, and deletes it. */
  void end(Name name) {
    world.task(name).ifPresent(task -> end(name, task));
  }

  private static void end(Name name, Task task) {
    Scope scope = name.scope(END);
    ProcessState state = task.state(scope, "");
    if (state.status() != TaskStatus.STOPPED) {
      kill(scope, task);
    }
    Exit unused = task.delete(scope, "");
  }

  private static void kill(Scope scope, Task task) {
    CompletableFuture<Exit> exit = task.exit(scope, "");
    try {
      task.kill(scope, "", SIGKILL, true);
      exit.get(scope.remaining(END).toMillis(), TimeUnit.MILLISECONDS);
    } catch (Fault fault) {
      // it has ended by itself meanwhile, or the deletion tells what is wrong
      LOG.log(Level.DEBUG, "restart: kill", fault);
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, "restart: wait", e);
    } catch (TimeoutException e) {
      throw new Fault(Fault.Kind.DEADLINE_EXCEEDED, "task " + task.id() + " does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault(Fault.Kind.CANCELLED, "interrupted", e);
    } finally {
      exit.cancel(false);
    }
  }

  private static JsonObject spec(Container container) {
    String json = StandardCharsets.UTF_8.decode(container.spec().buffer()).toString();
    try {
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (RuntimeException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "specification is no JSON object", e);
    }
  }

  private static boolean flag(JsonObject spec, String object, String key) {
    JsonElement value = value(spec, object, key);
    return value != null && value.isJsonPrimitive() && value.getAsBoolean();
  }

  private static JsonElement value(JsonObject spec, String object, String key) {
    return spec.get(object) instanceof JsonObject inner ? inner.get(key) : null;
  }

  /** The mounts with the specification's SELinux label, as clients add it. */
  private static List<Mount> labelled(List<Mount> mounts, JsonObject spec) {
    JsonElement label = value(spec, "linux", "mountLabel");
    if (label == null || label.getAsString().isEmpty()) {
      return mounts;
    }
    String option = "context=\"" + label.getAsString() + "\"";
    return mounts.stream().map(mount -> with(mount, option)).toList();
  }

  private static Mount with(Mount mount, String option) {
    List<String> options = new ArrayList<>(mount.options());
    options.add(option);
    return new Mount(mount.type(), mount.source(), mount.target(), options);
  }
}
