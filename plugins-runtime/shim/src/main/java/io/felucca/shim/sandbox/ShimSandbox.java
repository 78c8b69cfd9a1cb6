package io.felucca.shim.sandbox;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.linux.FolderLock;
import io.felucca.shim.folder.DeadSocket;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.folder.Locks;
import io.felucca.shim.folder.TaskFolder;
import io.felucca.shim.log.ShimLogs;
import io.felucca.shim.wire.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One sandbox as this instance knows it: its bundle, and the way to its shim. */
final class ShimSandbox {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TaskFolder folder;
  private final Endpoint endpoint;
  private final LazyTransport transport;
  private final ShimLogs logs;
  private final Consumer<ShimSandbox> onLoss;
  private SandboxLink link;
  private boolean detached;

  /**
   * @param onLoss told, on the transport's thread, when a connection is gone that nobody has closed
   */
  ShimSandbox(
      TaskFolder folder,
      Endpoint endpoint,
      LazyTransport transport,
      ShimLogs logs,
      Consumer<ShimSandbox> onLoss) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.transport = transport;
    this.logs = logs;
    this.onLoss = onLoss;
  }

  String id() {
    return folder.id();
  }

  TaskFolder folder() {
    return folder;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** What it is now, as everybody sees it; NOT_FOUND where somebody has forgotten it. */
  SandboxNote note() {
    return SandboxNote.read(folder.path()).orElseThrow(() -> unknown(id()));
  }

  /** Changes what is kept of it, after whoever does so just now. */
  SandboxNote change(UnaryOperator<SandboxNote> change) {
    try (FolderLock lock = Locks.take("sandbox", folder.path(), PATIENCE)) {
      SandboxNote changed = change.apply(note());
      changed.write(folder.path());
      return changed;
    }
  }

  static Fault unknown(String id) {
    return Fault.notFound("unable to find sandbox \"%s\"", id);
  }

  /** The connection that stands, or a new one. */
  synchronized SandboxLink link(Duration limit) {
    if (detached) {
      throw Fault.unavailable("sandbox \"%s\" is being given up here", id());
    }
    if (link == null) {
      adopt(
          SandboxLink.open(
              transport.get(), folder, endpoint, SandboxLink.follow(logs, folder), limit));
    }
    return link;
  }

  /** Takes over a connection that was made while the shim was started. */
  synchronized void adopt(SandboxLink made) {
    link = made;
    made.onClose().thenRun(() -> lost(made));
  }

  private void lost(SandboxLink gone) {
    boolean mourned;
    synchronized (this) {
      mourned = !detached && link == gone;
      link = link == gone ? null : link;
    }
    gone.close();
    if (mourned) {
      onLoss.accept(this);
    }
  }

  /**
   * Asks the shim; empty where it is gone.
   *
   * @param limit for the connection
   */
  <T> Optional<T> ask(Scope scope, Duration limit, Function<SandboxLink, T> question) {
    if (isDead()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(question.apply(link(Patience.of(scope, limit))));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.UNAVAILABLE && isDead()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether nobody listens at the shim's socket any more. */
  boolean isDead() {
    return DeadSocket.is(endpoint);
  }

  /** Hangs up; what happens to the shim from now on is nobody's concern here. */
  void detach() {
    SandboxLink last;
    synchronized (this) {
      detached = true;
      last = link;
      link = null;
    }
    if (last != null) {
      last.close();
    }
  }

  @Override
  public String toString() {
    return "sandbox " + folder.namespace() + "/" + folder.id();
  }
}
