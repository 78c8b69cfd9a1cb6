package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Pipe;
import io.felucca.linux.Poll;
import io.felucca.linux.Processes;
import io.felucca.linux.Spawn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that gets a container's output, as containerd starts it: descriptors 3 and 4 are what
 * comes from standard output and error, 5 is closed or written to by it once it is ready.
 *
 * <p>It leads its own session, outlives the daemon, and ends when its input does.
 */
final class Logger {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final int STDOUT = 3;
  private static final int STDERR = 4;
  private static final int READY = 5;

  private final StdioUri program;
  private final Map<String, String> environment;
  private final LoggerNote note;

  Logger(StdioUri program, StdioRequest request) {
    this.program = program;
    this.environment =
        Map.of("CONTAINER_ID", request.id(), "CONTAINER_NAMESPACE", request.namespace());
    this.note = new LoggerNote(request.folder());
  }

  /** Starts it to read from both; the caller closes its own ends. */
  void start(Pipe stdout, Pipe stderr) throws LinuxException {
    try (Pipe ready = Pipe.open();
        Child child = spawn(stdout, stderr, ready)) {
      ready.writer().close();
      try {
        note.add(child.pid());
        await(child, ready);
      } catch (LinuxException | RuntimeException e) {
        child.kill();
        throw e;
      }
    }
  }

  private Child spawn(Pipe stdout, Pipe stderr, Pipe ready) throws LinuxException {
    List<String> command = new ArrayList<>();
    command.add(program.path().toString());
    command.addAll(program.arguments());
    try {
      return Spawn.command(command)
          .environment(environment)
          .newSession()
          .pass(stdout.reader(), STDOUT)
          .pass(stderr.reader(), STDERR)
          .pass(ready.writer(), READY)
          .start();
    } catch (LinuxException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT,
          "failed to start binary process " + program.path() + ": " + e.getMessage(),
          e);
    }
  }

  private void await(Child child, Pipe ready) throws LinuxException {
    if (!Poll.readable(ready.reader(), START_LIMIT)) {
      throw Fault.of(
          Fault.Kind.DEADLINE_EXCEEDED,
          "logger %s was not ready after %d s: it must close descriptor %d or write to it",
          program.path(),
          START_LIMIT.toSeconds(),
          READY);
    }
    boolean closed = ready.reader().read(ByteBuffer.allocate(1)) < 0;
    if (closed && Processes.isEnding(child.pid())) {
      throw Fault.precondition(
          "logger %s ended with status %s before it was ready", program.path(), status(child));
    }
  }

  private static int status(Child child) throws LinuxException {
    try {
      return child.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.of(Fault.Kind.CANCELLED, "interrupted");
    }
  }
}
