package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.reaper.stdio.LoggerNote;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A process with a reaper, which may have died. */
final class ReaperProcess implements Supervised {
  private final Folder folder;
  private final Folder.State state;
  private final boolean terminal;
  private final Control control;

  /** Null where the process has gone. */
  private final PidFd process;

  private final ExitWatch watch;

  private ReaperProcess(Folder folder, Folder.State state, boolean terminal) throws LinuxException {
    this.folder = folder;
    this.state = state;
    this.terminal = terminal;
    this.control = new Control(folder.control());
    this.process = open(state.pid(), state.started());
    this.watch = new ExitWatch(folder, process);
  }

  static ReaperProcess watch(Folder folder, Folder.State state, boolean terminal) {
    try {
      ReaperProcess self = new ReaperProcess(folder, state, terminal);
      try (PidFd reaper = open(state.reaper(), state.reaperStarted())) {
        self.watch.start(reaper);
      }
      return self;
    } catch (LinuxException e) {
      throw Fault.io("watch process " + state.pid(), e);
    }
  }

  /** Null where there is no such process any more. */
  private static PidFd open(int pid, long started) throws LinuxException {
    try {
      return PidFd.open(pid, started);
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public int pid() {
    return state.pid();
  }

  @Override
  public int supervisor() {
    return state.reaper();
  }

  @Override
  public CompletableFuture<Ended> exit() {
    return watch.exit();
  }

  @Override
  public boolean signal(int signal) {
    try {
      if (process == null || !process.isAlive()) {
        return false;
      }
      process.signal(signal);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH, Errno.EBADF)) {
        return false;
      }
      throw Fault.io("signal " + signal + " to process " + state.pid(), e);
    }
  }

  @Override
  public void resize(int width, int height) {
    if (!terminal) {
      throw Fault.precondition("process %d has no terminal to be resized", state.pid());
    }
    control.resize(width, height);
  }

  @Override
  public void closeStdin() {
    control.closeStdin();
  }

  @Override
  public void close() {
    watch.close();
    if (process != null) {
      process.close();
    }
  }

  @Override
  public void discard() {
    close();
    folder.clear();
    try {
      new LoggerNote(folder.path()).discard();
    } catch (IOException e) {
      throw Fault.io("loggers of " + folder.path(), e);
    }
  }
}
