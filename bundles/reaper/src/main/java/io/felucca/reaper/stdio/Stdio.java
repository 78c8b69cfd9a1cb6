package io.felucca.reaper.stdio;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Open;
import io.felucca.linux.Pipe;
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
    TaskIo io = request.io();
    Outputs outputs = new Outputs(request);
    try {
      Ends in = io.stdin().isEmpty() ? nowhere() : outputs.fifos().input(Path.of(io.stdin()));
      try {
        return outputs.with(in);
      } catch (LinuxException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (LinuxException e) {
      throw Fault.io("I/O of " + request.id(), e);
    }
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

  /** Opens both outputs; a record's own static methods would need six arguments each. */
  private static final class Outputs {
    private final StdioRequest request;
    private final Fifos fifos;

    Outputs(StdioRequest request) {
      this.request = request;
      this.fifos = new Fifos(request.uid(), request.gid());
    }

    Fifos fifos() {
      return fifos;
    }

    Stdio with(Ends in) throws LinuxException {
      String out = request.io().stdout();
      String err = errors(out);
      if (isLogger(out)) {
        return logged(in, out, err);
      }
      Ends first = open(out);
      try {
        return new Stdio(in, first, err.equals(out) ? first : single(err));
      } catch (LinuxException | RuntimeException e) {
        first.close();
        throw e;
      }
    }

    /** A URI of standard output is for both, unless standard error has one of its own. */
    private String errors(String out) {
      String err = request.io().stderr();
      if (request.io().terminal()) {
        return "";
      }
      return err.isEmpty() && out.contains("://") && !out.startsWith("/") ? out : err;
    }

    private static boolean isLogger(String text) {
      return text.startsWith(StdioUri.BINARY + "://");
    }

    private Stdio logged(Ends in, String out, String err) throws LinuxException {
      boolean both = err.equals(out);
      Pipes pipes = start(StdioUri.parse(out));
      try {
        if (both) {
          return new Stdio(in, pipes.out(), pipes.err());
        }
        pipes.err().close();
        return new Stdio(in, pipes.out(), single(err));
      } catch (LinuxException | RuntimeException e) {
        pipes.out().close();
        throw e;
      }
    }

    /** Standard error alone. */
    private Ends single(String err) throws LinuxException {
      if (!isLogger(err)) {
        return open(err);
      }
      Pipes pipes = start(StdioUri.parse(err));
      pipes.out().close();
      return pipes.err();
    }

    private Ends open(String text) throws LinuxException {
      if (text.isEmpty()) {
        return nowhere();
      }
      StdioUri uri = StdioUri.parse(text);
      return uri.scheme().equals(StdioUri.FILE)
          ? LogFile.open(uri.path())
          : fifos.output(uri.path());
    }

    /** What the container has of a logger. */
    private record Pipes(Ends out, Ends err) {}

    private Pipes start(StdioUri program) throws LinuxException {
      Pipe out = Pipe.open();
      Pipe err = Pipe.open();
      try (Fd outReader = out.reader();
          Fd errReader = err.reader()) {
        fifos.give(out.writer());
        fifos.give(err.writer());
        new Logger(program, request).start(out, err);
        return new Pipes(new Ends(out.writer(), null), new Ends(err.writer(), null));
      } catch (LinuxException | RuntimeException e) {
        out.close();
        err.close();
        throw e;
      }
    }
  }
}
