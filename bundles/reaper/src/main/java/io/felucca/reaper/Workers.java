package io.felucca.reaper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.api.Fault;
import io.felucca.linux.Errno;
import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes of a folder: those that it tells of, and, because one that has not got far has left
 * no word of itself, those that work in it or were told to write the process's number there: an OCI
 * runtime works in the bundle.
 */
final class Workers {
  private final Remains remains;

  Workers(Remains remains) {
    this.remains = remains;
  }

  Collection<ProcessHandle> find() {
    Set<ProcessHandle> found = new HashSet<>();
    remains.state().ifPresent(state -> addNoted(found, state));
    Object folder = key(remains.path()).orElse("");
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(process -> cwd(process).filter(folder::equals).isPresent() || isTold(process))
          .forEach(found::add);
    }
    return found;
  }

  private boolean isTold(ProcessHandle process) {
    String pidFile = remains.pidFile().toString();
    return Arrays.asList(read(process, "cmdline").split("\0")).contains(pidFile);
  }

  private static void addNoted(Set<ProcessHandle> found, State state) {
    handle(state.supervisor(), state.supervisorStarted()).ifPresent(found::add);
    handle(state.pid(), state.started()).ifPresent(found::add);
  }

  /** Empty where it has ended. */
  private static Optional<ProcessHandle> handle(int pid, long started) {
    if (pid == 0) {
      return Optional.empty();
    }
    try (PidFd process = PidFd.open(pid, started)) {
      return process.isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    } catch (LinuxException e) {
      if (e.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw Fault.io("process " + pid, e);
    }
  }

  /** By the file system's number, since in a container a path can mean another folder. */
  private static Optional<Object> cwd(ProcessHandle process) {
    return key(Path.of("/proc/" + process.pid() + "/cwd"));
  }

  private static Optional<Object> key(Path folder) {
    try {
      return Optional.of(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty(); // gone, or the kernel's own process
    }
  }

  /** Whether it is the one that looks after the others. */
  boolean isSupervisor(ProcessHandle process) {
    boolean noted =
        remains.state().filter(state -> state.supervisor() == process.pid()).isPresent();
    return noted || name(process).startsWith("felucca-reaper") || name(process).equals("conmon");
  }

  private static String name(ProcessHandle process) {
    return read(process, "comm").strip();
  }

  private static String read(ProcessHandle process, String file) {
    try {
      return new String(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file)), UTF_8);
    } catch (IOException e) {
      return ""; // gone
    }
  }
}
