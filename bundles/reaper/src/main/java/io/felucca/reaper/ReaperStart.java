package io.felucca.reaper;

import io.felucca.api.Fault;
import io.felucca.linux.Child;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Pipe;
import io.felucca.linux.Spawn;
import io.felucca.reaper.stdio.Ends;
import io.felucca.reaper.stdio.Stdio;
import io.felucca.reaper.stdio.StdioRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One launch by a reaper: gives it its descriptors, which reaper.h numbers, and hears the result.
 */
final class ReaperStart implements AutoCloseable {
  private static final int STATUS = 3;
  private static final int HOLD_STDIN = 4;
  private static final int HOLD_STDOUT = 5;
  private static final int HOLD_STDERR = 6;
  private static final int LONGEST_REPORT = 256;
  private static final int OWNER_ONLY = 0600;

  private final Path program;
  private final Launch launch;
  private final Folder folder;
  private final RuntimeCommand command;
  private final Stdio stdio;

  ReaperStart(Path program, Launch launch) {
    this.program = program;
    this.launch = launch;
    this.folder = new Folder(launch.folder());
    this.command = new RuntimeCommand(launch);
    this.stdio = Stdio.open(request(launch));
  }

  static StdioRequest request(Launch launch) {
    LogName name = launch.logName();
    return new StdioRequest(
        launch.io(),
        launch.owner().uid(),
        launch.owner().gid(),
        name.namespace(),
        name.id(),
        launch.folder(),
        launch.isInputHeldLater());
  }

  void run(Duration limit) {
    try {
      run(Deadline.in(limit));
    } catch (LaunchFailed e) {
      if (e.isLate()) {
        new Abandonment(folder).run();
      }
      throw e;
    }
  }

  private void run(Deadline limit) {
    try (Pipe status = Pipe.open();
        Fd said = runtimeOutput();
        Child reaper = spawn(status.writer(), said)) {
      status.writer().close();
      stdio.close();
      Report report = read(status.reader(), limit);
      if (!report.isRunning()) {
        throw failure(report, reaper);
      }
      Files.deleteIfExists(folder.stderr());
    } catch (IOException e) {
      throw Fault.io("start a reaper for " + launch.id(), e);
    }
  }

  /** With a terminal the runtime's output is not the container's: a file takes it. */
  private Fd runtimeOutput() throws LinuxException {
    if (!launch.io().terminal()) {
      return stdio.stderr().own();
    }
    int flags = Open.O_RDWR | Open.O_CREAT | Open.O_TRUNC | Open.O_APPEND;
    return Open.path(folder.stderr(), flags, OWNER_ONLY);
  }

  private Child spawn(Fd status, Fd errors) throws LinuxException {
    Spawn spawn =
        Spawn.command(line())
            .environment(launch.environment())
            .directory(launch.folder())
            .newSession()
            .stdin(stdio.stdin().own())
            .stdout(stdio.stdout().own())
            .stderr(errors)
            .pass(status, STATUS);
    hold(spawn, stdio.stdin(), HOLD_STDIN);
    hold(spawn, stdio.stdout(), HOLD_STDOUT);
    hold(spawn, stdio.stderr(), HOLD_STDERR);
    return spawn.start();
  }

  private static void hold(Spawn spawn, Ends ends, int number) {
    if (ends.held() != null) {
      spawn.pass(ends.held(), number);
    }
  }

  private List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(program.toString());
    line.add(launch.id());
    line.add(mode());
    line.addAll(command.arguments());
    return line;
  }

  private String mode() {
    if (launch.io().terminal()) {
      return "terminal";
    }
    return launch.isInputHeldLater() ? "later" : "plain";
  }

  /** All until the reaper closes its end. */
  private Report read(Fd status, Deadline limit) throws LinuxException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_REPORT);
    boolean more = true;
    while (more && text.hasRemaining()) {
      if (!limit.awaits(status)) {
        throw LaunchFailed.late(launch);
      }
      more = status.read(text) > 0;
    }
    return new Report(new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip());
  }

  private LaunchFailed failure(Report report, Child reaper) throws IOException {
    try {
      reaper.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String stderr = launch.io().terminal() ? Files.readString(folder.stderr()) : "";
    folder.clear();
    return report.failure(launch, stderr);
  }

  @Override
  public void close() {
    stdio.close();
  }
}
