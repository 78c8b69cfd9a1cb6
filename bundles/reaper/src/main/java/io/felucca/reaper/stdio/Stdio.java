package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Poll;
import io.felucca.linux.Stat;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The three streams of a process, open. The daemon's copies; closed once they are handed over.
 *
 * @param stderr the same as {@code stdout} where both go to one place; nowhere with a terminal
 */
public record Stdio(Ends stdin, Ends stdout, Ends stderr) implements AutoCloseable {
  private static final Path NOWHERE = Path.of("/dev/null");

  /**
   * Opens what a process is to read and write, and starts its loggers.
   *
   * @throws Fault with NOT_FOUND for a path that is not there, INVALID_ARGUMENT for a URI that is
   *     not known
   */
  public static Stdio open(StdioRequest request) {
    Fifos fifos = new Fifos(request.uid(), request.gid());
    try {
      Ends in = input(request, fifos);
      try {
        return new Outputs(request, fifos).with(in);
      } catch (LinuxException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (LinuxException e) {
      throw Fault.io("I/O of " + request.id(), e);
    }
  }

  private static Ends input(StdioRequest request, Fifos fifos) throws LinuxException {
    String path = request.io().stdin();
    if (path.isEmpty()) {
      return nowhere();
    }
    return request.later()
        ? fifos.inputAlone(StdioUri.plain(path))
        : fifos.input(StdioUri.plain(path));
  }

  /** Whether all that is named is a FIFO that is there. */
  public static boolean isOnlyFifos(TaskIo io) {
    return Stream.of(io.stdin(), io.stdout(), io.terminal() ? "" : io.stderr())
        .allMatch(path -> path.isEmpty() || path.startsWith("/") && isFifo(Path.of(path)));
  }

  private static boolean isFifo(Path path) {
    try {
      return Stat.following(path).isFifo();
    } catch (LinuxException e) {
      return false;
    }
  }

  /** Whether the paths still lead to these streams: clients may have removed or replaced FIFOs. */
  public boolean isOf(TaskIo io) {
    return leadsTo(io.stdin(), stdin)
        && leadsTo(io.stdout(), stdout)
        && leadsTo(io.terminal() ? "" : io.stderr(), stderr);
  }

  private static boolean leadsTo(String path, Ends ends) {
    try {
      return path.isEmpty() || Stat.following(Path.of(path)).sameFile(Stat.of(ends.own()));
    } catch (LinuxException e) {
      return false;
    }
  }

  /**
   * The same with the other end of standard input held, unless a writer has come and gone. Closes
   * with this.
   */
  public Stdio withInputHeld(TaskIo io) throws LinuxException {
    if (io.stdin().isEmpty() || stdin.held() != null || Poll.isHungUp(stdin.own())) {
      return this;
    }
    Fd held = Open.path(Path.of(stdin.own().procPath()), Open.O_WRONLY);
    return new Stdio(new Ends(stdin.own(), held), stdout, stderr);
  }

  /** The streams of a process that has none: they take all and give nothing. */
  public static Ends nowhere() throws LinuxException {
    return new Ends(Open.path(NOWHERE, Open.O_RDWR), null);
  }

  @Override
  public void close() {
    stdin.close();
    stdout.close();
    stderr.close();
  }
}
