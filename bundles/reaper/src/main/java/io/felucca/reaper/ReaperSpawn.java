package io.felucca.reaper;

import io.felucca.linux.Child;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Spawn;
import io.felucca.reaper.stdio.Ends;
import io.felucca.reaper.stdio.Stdio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts reapers: each gets its descriptors and its command.
 *
 * @param later whether the other end of standard input is to be held later, if at all
 */
record ReaperSpawn(Path program, Launch launch, Stdio stdio, boolean later) {
  private static final int OWNER_ONLY = 0600;

  /**
   * Starts one.
   *
   * @param status where it says what came of it
   * @param word where it is told to go on; null for one that does not wait
   */
  Child start(Fd status, Fd word) throws LinuxException {
    List<String> line = line(); // what is missing is told before anything is made
    try (Fd said = runtimeOutput()) {
      Spawn spawn =
          Spawn.command(line)
              .environment(launch.environment())
              .directory(launch.folder())
              .newSession()
              .stdin(stdio.stdin().own())
              .stdout(stdio.stdout().own())
              .stderr(said)
              .pass(status, Descriptors.STATUS);
      pass(spawn, word, Descriptors.WORD);
      hold(spawn, stdio.stdin(), Descriptors.HOLD_STDIN);
      hold(spawn, stdio.stdout(), Descriptors.HOLD_STDOUT);
      hold(spawn, stdio.stderr(), Descriptors.HOLD_STDERR);
      return spawn.start();
    }
  }

  /** With a terminal the runtime's output is not the container's: a file takes it. */
  private Fd runtimeOutput() throws LinuxException {
    if (!launch.io().terminal()) {
      return stdio.stderr().own().dup();
    }
    int flags = Open.O_RDWR | Open.O_CREAT | Open.O_TRUNC | Open.O_APPEND;
    return Open.path(new Folder(launch.folder()).stderr(), flags, OWNER_ONLY);
  }

  private static void hold(Spawn spawn, Ends ends, int number) {
    pass(spawn, ends.held(), number);
  }

  private static void pass(Spawn spawn, Fd fd, int number) {
    if (fd != null) {
      spawn.pass(fd, number);
    }
  }

  private List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(program.toString());
    line.add(launch.id());
    line.add(mode());
    line.addAll(new RuntimeCommand(launch).arguments());
    return line;
  }

  private String mode() {
    if (launch.io().terminal()) {
      return "terminal";
    }
    return later ? "later" : "plain";
  }
}
