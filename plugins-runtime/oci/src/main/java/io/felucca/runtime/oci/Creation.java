package io.felucca.runtime.oci;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.task.TaskSpec;
import io.felucca.cgroups.Cgroup;
import io.felucca.linux.FolderLock;
import io.felucca.runc.OciRuntime;
import io.felucca.runc.RuncSettings;
import io.felucca.runtime.oci.folder.Locks;
import io.felucca.runtime.oci.folder.Mark;
import io.felucca.runtime.oci.folder.TaskFolder;
import io.felucca.runtime.oci.folder.TaskRecord;
import java.util.Optional;

/**
 * Makes tasks. One that cannot be made leaves nothing behind; one that a crash leaves half-made has
 * no mark {@link Mark#CREATED}, and whoever finds it ends it.
 */
final class Creation {
  private static final int ATTEMPTS = 20;

  private final RuntimeNames names;
  private final TaskTable table;
  private final Tools tools;
  private final Undertaker undertaker;

  Creation(RuntimeNames names, TaskTable table, Tools tools, Undertaker undertaker) {
    this.names = names;
    this.table = table;
    this.tools = tools;
    this.undertaker = undertaker;
  }

  OciTask create(Scope scope, TaskFolder folder, TaskSpec spec) {
    tools.expectProcess();
    RuncSettings settings = names.settings(folder.namespace(), spec.runtime(), spec.options());
    SpecFacts facts = SpecFacts.of(SpecFacts.json("runtime specification", spec.spec()));
    checkFeatures(scope, facts, settings);
    TaskRecord record = record(spec, facts, settings);
    FolderLock right = made(folder);
    OciTask task = filled(folder, right, record, facts);
    return task.init().gate().pass(right, () -> create(scope, task, spec));
  }

  private OciTask filled(TaskFolder folder, FolderLock right, TaskRecord record, SpecFacts facts) {
    try {
      folder.fill(facts.json(), record, facts.rootGroup());
      return task(folder, record);
    } catch (RuntimeException e) {
      try (right) {
        Shortage.outlast(Patience.CLEANUP, () -> Undertaker.remove(folder));
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  /** A task of a folder that has been filled. */
  OciTask task(TaskFolder folder, TaskRecord record) {
    RuncSettings settings = RuncSettings.read(record.settings());
    OciRuntime runtime = tools.runtime(settings, folder.init().log());
    return new OciTask(folder, record, runtime, tools, undertaker);
  }

  /** A runtime that does not know of mapped owners would ignore them silently. */
  private static void checkFeatures(Scope scope, SpecFacts facts, RuncSettings settings) {
    if (!facts.mapsMounts()) {
      return;
    }
    OciRuntime runtime = new OciRuntime(settings, null).within(Patience.of(scope));
    if (!runtime.features().idmappedMounts().orElse(true)) {
      throw Fault.unimplemented(
          "idmap mounts not supported: runtime's features lack linux.mountExtensions.idmap");
    }
  }

  /**
   * The right to a folder that is made now. Until it is taken, whoever lists tasks sees a folder as
   * a crash leaves it, and may remove it; then it is made again.
   */
  private static FolderLock made(TaskFolder folder) {
    for (int i = 1; ; i++) {
      folder.make();
      try {
        return Locks.take("task", folder.path(), Patience.CLEANUP);
      } catch (Fault e) {
        if (e.kind() != Fault.Kind.NOT_FOUND || i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static TaskRecord record(TaskSpec spec, SpecFacts facts, RuncSettings settings) {
    Optional<Cgroup> cgroup = SpecCgroup.of(facts.cgroup(), settings);
    return new TaskRecord(
        spec.runtime(),
        settings.value().bytes(),
        spec.io(),
        spec.checkpoint(),
        facts.cgroup(),
        cgroup.isPresent() && !cgroup.get().exists(),
        facts.sharesPids());
  }

  private OciTask create(Scope scope, OciTask task, TaskSpec spec) {
    try {
      task.folder().rootfs().mount(spec.rootfs());
      task.starts().create(scope);
      task.init().folder().set(Mark.CREATED, task.cgroup().find());
    } catch (Fault e) {
      undertaker.abandon(task);
      throw new Fault(e.kind(), "failed to create shim task: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      undertaker.abandon(task);
      throw e;
    }
    table.add(task);
    tools.announcer().created(task.folder(), spec, task.pid());
    return task;
  }
}
