package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import java.nio.file.Path;

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

  static Ends nowhere() throws LinuxException {
    return new Ends(Open.path(NOWHERE, Open.O_RDWR), null);
  }

  @Override
  public void close() {
    stdin.close();
    stdout.close();
    stderr.close();
  }
}
