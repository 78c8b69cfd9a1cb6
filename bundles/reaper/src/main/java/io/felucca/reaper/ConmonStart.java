package io.felucca.reaper;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Pipe;
import io.felucca.linux.Spawn;
import io.felucca.reaper.stdio.Ends;
import io.felucca.reaper.stdio.Stdio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * One launch by conmon(8). It forks, and its first process goes at once; the answer comes over the
 * pipe that _OCI_SYNCPIPE names, as JSON: {@code data} is the container's process, or -1 with a
 * {@code message}. It waits for a byte from _OCI_STARTPIPE first; an exec with a terminal also says
 * in _OCI_ATTACHPIPE that it can be attached to, and waits once more, so that nothing shown is
 * lost.
 */
final class ConmonStart {
  private static final int SYNC = 3;
  private static final int START = 4;
  private static final int HOLD_STDOUT = 5;
  private static final int HOLD_STDERR = 6;
  private static final int ATTACH = 7;
  private static final int LONGEST_ANSWER = 64 << 10;

  private final String program;
  private final Launch launch;
  private final ConmonFolder folder;
  private final Stdio stdio;

  ConmonStart(String program, Launch launch, Stdio stdio) {
    this.program = program;
    this.launch = launch;
    this.folder = ConmonFolder.of(launch);
    this.stdio = stdio;
  }

  /**
   * Blocks until there is a process.
   *
   * @param attach called where it should be attached to before
   */
  void run(Runnable attach, Deadline limit) {
    try {
      folder.mark();
      start(attach, limit);
    } catch (IOException e) {
      throw Fault.io("start " + program + " for " + launch.id(), e);
    } catch (LaunchFailed e) {
      new Abandonment(folder).run(); // it may have been killed, and its command goes on
      throw e;
    }
  }

  private void start(Runnable attach, Deadline limit) throws IOException {
    try (Pipe sync = Pipe.open();
        Pipe start = Pipe.open();
        Pipe ready = Pipe.open();
        Child first = spawn(sync.writer(), start.reader(), ready.writer())) {
      sync.writer().close();
      ready.writer().close();
      go(start.writer());
      if (isAttached() && !line(ready.reader(), limit).isEmpty()) {
        attach.run();
        go(start.writer());
      }
      folder.note(answered(line(sync.reader(), limit), first));
    }
  }

  private boolean isAttached() {
    return launch.io().terminal() && launch.kind() == Launch.Kind.EXEC;
  }

  private static void go(Fd start) throws LinuxException {
    start.write(ByteBuffer.allocate(1));
  }

  private Child spawn(Fd sync, Fd start, Fd ready) throws LinuxException {
    Spawn spawn =
        Spawn.command(new ConmonCommand(program, launch, folder).arguments())
            .environment(environment())
            .directory(launch.folder())
            .newSession()
            .pass(sync, SYNC)
            .pass(start, START);
    if (isAttached()) {
      spawn.pass(ready, ATTACH);
    }
    if (!launch.io().terminal()) {
      passStreams(spawn);
    }
    return spawn.start();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(launch.environment());
    environment.put("_OCI_SYNCPIPE", Integer.toString(SYNC));
    environment.put("_OCI_STARTPIPE", Integer.toString(START));
    if (isAttached()) {
      environment.put("_OCI_ATTACHPIPE", Integer.toString(ATTACH));
    }
    return environment;
  }

  /** What conmon does not know of it keeps open, which is just what is wanted of the held ends. */
  private void passStreams(Spawn spawn) {
    spawn.stdin(stdio.stdin().own());
    spawn.stdout(stdio.stdout().own());
    spawn.stderr(stdio.stderr().own());
    hold(spawn, stdio.stdout(), HOLD_STDOUT);
    hold(spawn, stdio.stderr(), HOLD_STDERR);
  }

  private static void hold(Spawn spawn, Ends ends, int number) {
    if (ends.held() != null) {
      spawn.pass(ends.held(), number);
    }
  }

  private String line(Fd sync, Deadline limit) throws LinuxException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_ANSWER);
    boolean more = true;
    while (more && text.hasRemaining()) {
      if (!limit.awaits(sync)) {
        throw LaunchFailed.late(launch);
      }
      more = sync.read(text) > 0 && text.get(text.position() - 1) != '\n';
    }
    // of an exec that has ended already a second line tells how
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).split("\n")[0];
  }

  private State answered(String line, Child first) throws LinuxException {
    String what = launch.subcommand() + " " + launch.id();
    if (line.isBlank() && !Files.exists(folder.pidFile())) {
      throw LaunchFailed.unmade(launch, "");
    }
    if (line.isBlank()) {
      throw new LaunchFailed(
          what + ": " + program + " ended without an answer, status " + status(first),
          LaunchFailed.NOT_RUN,
          "");
    }
    JsonObject answer = parse(line);
    int pid = answer.get("data").getAsInt();
    if (pid <= 0) {
      String message = answer.has("message") ? answer.get("message").getAsString() : "";
      throw new LaunchFailed(what + " failed: " + message.strip(), 1, message);
    }
    State state = folder.state().orElseThrow();
    return new State(pid, ConmonFolder.started(pid), state.supervisor(), state.supervisorStarted());
  }

  private static JsonObject parse(String line) {
    try {
      return JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw Fault.of(Fault.Kind.INTERNAL, "answer of conmon: %s", line);
    }
  }

  private static int status(Child child) throws LinuxException {
    try {
      return child.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
