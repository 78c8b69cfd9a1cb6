package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.LinuxException;
import io.felucca.reaper.stdio.Stdio;

/** What this daemon does for the streams of a process with a conmon. Used by one thread. */
final class ConmonStreams implements AutoCloseable {
  private final ConmonFolder folder;
  private final TaskIo io;
  private final Stdio stdio;
  private final boolean later;
  private Commands commands;

  /**
   * Takes the streams over.
   *
   * @param stdio null where there is nothing to do any more
   * @param later whether standard input is held from the beginning of the process on
   */
  ConmonStreams(ConmonFolder folder, TaskIo io, Stdio stdio, boolean later) {
    this.folder = folder;
    this.io = io;
    this.stdio = stdio;
    this.later = later;
  }

  ConmonFolder folder() {
    return folder;
  }

  TaskIo io() {
    return io;
  }

  /** Begins, with the first call. */
  Commands attach() {
    try {
      if (commands == null) {
        commands =
            io.terminal()
                ? ConmonTerminal.attach(folder.bundle(), stdio)
                : new ConmonStdin(stdio, later);
      }
      return commands;
    } catch (LinuxException e) {
      throw Fault.io("attach to " + folder.id(), e);
    }
  }

  @Override
  public void close() {
    if (commands != null) {
      commands.close();
    } else if (stdio != null) {
      stdio.close();
    }
  }
}
