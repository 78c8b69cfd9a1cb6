package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.Locks;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.folder.TaskFolders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The sandboxes that are there, whichever instance has made them. */
final class SandboxTable {
  private final TaskFolders folders;
  private final SandboxEnd end;
  private final BiFunction<TaskFolder, Endpoint, ShimSandbox> sandboxes;
  private final Map<TaskFolder, ShimSandbox> known = new ConcurrentHashMap<>();

  /**
   * @param sandboxes makes the sandbox of a bundle whose shim is reached at an endpoint
   */
  SandboxTable(
      TaskFolders folders,
      SandboxEnd end,
      BiFunction<TaskFolder, Endpoint, ShimSandbox> sandboxes) {
    this.folders = folders;
    this.end = end;
    this.sandboxes = sandboxes;
  }

  /** Where the bundle of an ID is or would be; INVALID_ARGUMENT where that is none. */
  TaskFolder folder(String namespace, String id) {
    Identifiers.check("sandbox id", id);
    return folders.at(namespace, id);
  }

  void add(ShimSandbox sandbox) {
    known.put(sandbox.folder(), sandbox);
  }

  void remove(ShimSandbox sandbox) {
    known.remove(sandbox.folder(), sandbox);
  }

  List<ShimSandbox> all() {
    return List.copyOf(known.values());
  }

  /**
   * The sandbox of an ID, empty where there is none: one without a note is being made, or a crash
   * has come between.
   */
  Optional<ShimSandbox> find(String namespace, String id) {
    TaskFolder folder = folder(namespace, id);
    if (SandboxNote.read(folder.path()).isEmpty()) {
      Optional.ofNullable(known.remove(folder)).ifPresent(ShimSandbox::detach);
      return Optional.empty();
    }
    return adopted(folder);
  }

  /** The bundle's shim may be another one than that of an earlier sandbox of this name. */
  private synchronized Optional<ShimSandbox> adopted(TaskFolder folder) {
    Optional<Endpoint> endpoint = folder.endpoint();
    ShimSandbox now = known.get(folder);
    if (endpoint.isEmpty() || now != null && now.endpoint().equals(endpoint.get())) {
      return endpoint.map(same -> now);
    }
    if (now != null) {
      now.detach();
    }
    ShimSandbox adopted = sandboxes.apply(folder, endpoint.get());
    known.put(folder, adopted);
    return Optional.of(adopted);
  }

  /** Finds what an earlier daemon has left, and removes what it has left unfinished. */
  List<ShimSandbox> load() {
    for (TaskFolder folder : folders.list("")) {
      if (find(folder.namespace(), folder.id()).isEmpty()) {
        discard(folder);
      }
    }
    folders.sweep();
    return all();
  }

  private void discard(TaskFolder folder) {
    try {
      Optional<FolderLock> lock = Locks.tryTake("sandbox", folder.path());
      if (lock.isPresent()) {
        try (FolderLock held = lock.get()) {
          discardLocked(folder);
        }
      }
    } catch (Fault e) {
      System.getLogger("io.felucca.shim")
          .log(System.Logger.Level.DEBUG, "bundle of a sandbox is gone id=" + folder.id(), e);
    }
  }

  private void discardLocked(TaskFolder folder) {
    if (SandboxNote.read(folder.path()).isEmpty()) {
      Optional<Endpoint> endpoint = folder.endpoint();
      end.abandon(
          folder,
          endpoint
              .map(at -> sandboxes.apply(folder, at))
              .filter(left -> !left.isDead())
              .orElse(null));
    }
  }
}
