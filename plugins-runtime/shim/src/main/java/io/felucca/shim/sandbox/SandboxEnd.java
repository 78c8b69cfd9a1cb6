package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.DeadSocket;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.Locks;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.wire.Patience;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends sandboxes: those that are forgotten, and those whose shim has died. */
final class SandboxEnd {
  private static final Logger LOG = System.getLogger("io.felucca.shim");

  /** The status where even the shim could not tell it. */
  private static final int UNKNOWN_EXIT = 255;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final SandboxSettings settings;
  private final SandboxPrograms programs;

  SandboxEnd(SandboxSettings settings, SandboxPrograms programs) {
    this.settings = settings;
    this.programs = programs;
  }

  /**
   * Notes the end of a sandbox whose shim is gone and removes what that has left, unless somebody
   * has.
   */
  SandboxExit lost(ShimSandbox sandbox) {
    try (FolderLock lock = Locks.take("sandbox", sandbox.folder().path(), PATIENCE)) {
      SandboxNote note = sandbox.note().ended(new SandboxExit(UNKNOWN_EXIT, Instant.now()));
      if (!note.buried()) {
        LOG.log(Level.INFO, "shim disconnected " + sandbox);
        note.write(sandbox.folder().path());
        cleanUpQuietly(sandbox.folder());
        DeadSocket.remove(sandbox.endpoint());
        note = note.afterBurial();
        note.write(sandbox.folder().path());
      }
      return note.exit();
    }
  }

  /** Has the shim end itself, and forgets the sandbox. */
  void shutdown(Scope scope, ShimSandbox sandbox) {
    TaskFolder folder = sandbox.folder();
    try (FolderLock lock = Locks.take("sandbox", folder.path(), Patience.of(scope, PATIENCE))) {
      boolean known = !sandbox.note().buried();
      boolean served = sandbox.ask(scope, settings.load(), link -> ended(scope, link)).isPresent();
      sandbox.detach();
      if (known && !served) {
        cleanUpQuietly(folder);
      }
      folder.delete();
    } catch (Fault e) {
      String words = "failed to shutdown sandbox: " + e.getMessage();
      throw e.kind() == Fault.Kind.NOT_FOUND ? e : new Fault(e.kind(), words, e.getCause());
    }
  }

  private boolean ended(Scope scope, SandboxLink link) {
    try {
      link.api().shutdown(Patience.of(scope, PATIENCE));
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND && e.kind() != Fault.Kind.UNAVAILABLE) {
        throw e;
      }
    }
    if (!hangsUp(link)) {
      endAsIdle(link);
    }
    return true;
  }

  /** Whether the shim goes by itself. */
  private boolean hangsUp(SandboxLink link) {
    long end = System.nanoTime() + settings.shutdown().toNanos();
    while (!link.onClose().isDone() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return link.onClose().isDone();
  }

  /**
   * A shim that serves no task ends when its task service is told to; one that serves some stays.
   */
  private void endAsIdle(SandboxLink link) {
    try {
      link.tasks().shutdown(settings.shutdown());
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "shim of a sandbox not shut down", e);
    }
  }

  /** Ends a sandbox that never came to be, whatever of it there is. The caller has the lock. */
  void abandon(TaskFolder folder, ShimSandbox sandbox) {
    if (sandbox != null) {
      giveUp(sandbox);
    }
    if (folder.binary().isPresent()) {
      cleanUpQuietly(folder);
    }
    endpoint(folder).ifPresent(DeadSocket::remove);
    deleteQuietly(folder);
  }

  private void giveUp(ShimSandbox sandbox) {
    try {
      SandboxLink link = sandbox.link(settings.load());
      link.api().shutdown(settings.shutdown());
      endAsIdle(link);
    } catch (Fault e) {
      endAsIdle(sandbox);
    } finally {
      sandbox.detach();
    }
  }

  private void endAsIdle(ShimSandbox sandbox) {
    try {
      endAsIdle(sandbox.link(settings.load()));
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "shim of a sandbox is gone " + sandbox, e);
    }
  }

  private static Optional<Endpoint> endpoint(TaskFolder folder) {
    try {
      return folder.endpoint();
    } catch (Fault e) {
      return Optional.empty(); // unreadable: there was no way to the shim
    }
  }

  private void cleanUpQuietly(TaskFolder folder) {
    try {
      programs.of(folder).delete(folder, settings.cleanup());
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "clean-up after the shim of a sandbox id=" + folder.id(), e);
    }
  }

  private static void deleteQuietly(TaskFolder folder) {
    try {
      folder.delete();
    } catch (Fault e) {
      LOG.log(Level.ERROR, "failed to delete bundle of sandbox id=" + folder.id(), e);
    }
  }
}
