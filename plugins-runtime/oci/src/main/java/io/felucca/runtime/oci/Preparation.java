package io.felucca.runtime.oci;

import io.felucca.api.task.TaskIo;
import io.felucca.reaper.Prepared;
import io.felucca.runtime.oci.folder.ProcessFolder;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/** What has been done for the start of one exec before it was asked for. */
final class Preparation implements Preparations.Member {
  private final ProcessFolder folder;
  private final TaskIo io;
  private final Tools tools;
  private volatile Prepared own;
  private boolean closed;

  Preparation(ProcessFolder folder, TaskIo io, Tools tools) {
    this.folder = folder;
    this.io = io;
    this.tools = tools;
  }

  /** Does it, unless this instance has been told to let go. */
  synchronized void make(Supplier<Optional<Prepared>> step) {
    if (!closed && own == null) {
      own = step.get().orElse(null);
    }
    if (own == null) {
      tools.preparations().remove(this);
    }
  }

  boolean isMade() {
    return own != null;
  }

  /**
   * What there is, this instance's or another's, for one who is alone at the process and uses it
   * up. Null where there is nothing; what is half-made then is ended.
   */
  synchronized Prepared take() {
    Prepared mine = own;
    own = null;
    tools.preparations().remove(this);
    return mine == null ? found() : mine;
  }

  private Prepared found() {
    if (!Files.exists(folder.run())) {
      return null;
    }
    Optional<Prepared> others = tools.supervisor().inherit(folder.run(), io);
    if (others.isEmpty()) {
      tools.supervisor().abandon(folder.run());
    }
    return others.orElse(null);
  }

  @Override
  public void rest() {
    tools.preparations().remove(this);
    Prepared now = own;
    if (now != null) {
      now.rest();
    }
  }

  /** For one who is alone at the process, which will not be started. */
  void discard() {
    Prepared now = take();
    if (now != null) {
      now.discard();
    }
  }

  /** Leaves it to another instance. */
  synchronized void close() {
    closed = true;
    tools.preparations().remove(this);
    if (own != null) {
      own.close();
    }
    own = null;
  }
}
