package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.reaper.stdio.LoggerNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A process and the one that supervises it, which may have died. */
final class WatchedProcess implements Supervised {
  private final Remains remains;
  private final State state;
  private final boolean terminal;
  private final Commands commands;

  /** Null where the process has gone. */
  private final PidFd process;

  private final ExitWatch watch;

  private WatchedProcess(Remains remains, State state, boolean terminal, Commands commands)
      throws LinuxException {
    this.remains = remains;
    this.state = state;
    this.terminal = terminal;
    this.commands = commands;
    this.process = open(state.pid(), state.started());
    this.watch = new ExitWatch(remains, process);
  }

  /** Watches until the end, which may have been. */
  static WatchedProcess watch(Remains remains, State state, boolean terminal, Commands commands) {
    try {
      WatchedProcess self = new WatchedProcess(remains, state, terminal, commands);
      try (PidFd supervisor = open(state.supervisor(), state.supervisorStarted())) {
        self.watch.start(supervisor);
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
    return state.supervisor();
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
    commands.resize(width, height);
  }

  @Override
  public void begin() {
    commands.begin();
  }

  @Override
  public void closeStdin() {
    commands.closeStdin();
  }

  @Override
  public void close() {
    watch.close();
    commands.close();
    if (process != null) {
      process.close();
    }
  }

  @Override
  public void discard() {
    close();
    remains.clear();
    discardLoggers(remains.path());
  }

  @Override
  public void discardAt(Path moved) {
    close();
    discardLoggers(moved);
  }

  private static void discardLoggers(Path folder) {
    try {
      new LoggerNote(folder).discard();
    } catch (IOException e) {
      throw Fault.io("loggers of " + folder, e);
    }
  }
}
