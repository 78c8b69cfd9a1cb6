package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import io.felucca.linux.Processes;
import io.felucca.linux.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Which loggers a process has: a file with a line for each, its number and start time, so that a
 * later daemon can end those that do not do so by themselves.
 */
public final class LoggerNote {
  private static final String NAME = "loggers";
  private static final int TERM_AFTER_S = 10;
  private static final int KILL_AFTER_S = 12;

  private final Path file;

  /** Of the process with this folder. */
  public LoggerNote(Path folder) {
    file = folder.resolve(NAME);
  }

  /** Notes one, unless it has ended already. */
  void add(int pid) throws LinuxException {
    try {
      String line = pid + " " + Processes.startTime(pid) + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    } catch (IOException e) {
      throw Fault.io("note " + file, e);
    }
  }

  /** Removes the note. Loggers that have not come to an end some seconds later are made to. */
  public void discard() throws IOException {
    for (String line : lines()) {
      String[] fields = line.split(" ");
      endLater(Integer.parseInt(fields[0]), Long.parseLong(fields[1]));
    }
    Files.deleteIfExists(file);
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void endLater(int pid, long started) {
    later(TERM_AFTER_S, () -> signal(pid, started, Signals.SIGTERM));
    later(KILL_AFTER_S, () -> signal(pid, started, Signals.SIGKILL));
  }

  private static void later(int seconds, Runnable action) {
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(action);
  }

  private static void signal(int pid, long started, int signal) {
    try (PidFd logger = PidFd.open(pid, started)) {
      logger.signal(signal);
    } catch (LinuxException e) {
      if (!e.is(Errno.ESRCH)) {
        System.getLogger(LoggerNote.class.getName())
            .log(System.Logger.Level.WARNING, "logger was not ended pid=" + pid, e);
      }
    }
  }
}
