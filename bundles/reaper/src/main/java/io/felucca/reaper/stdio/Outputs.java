package io.felucca.reaper.stdio;

import io.felucca.linux.Fd;
import io.felucca.linux.LinuxException;
import io.felucca.linux.Pipe;

/** Opens what a process writes to. */
final class Outputs {
  private final StdioRequest request;
  private final Fifos fifos;

  Outputs(StdioRequest request, Fifos fifos) {
    this.request = request;
    this.fifos = fifos;
  }

  Stdio with(Ends in) throws LinuxException {
    String out = request.io().stdout();
    String err = errors(out);
    return StdioUri.isLogger(out) ? logged(in, out, err) : plain(in, out, err);
  }

  /** A URI of standard output is for both, unless standard error has a place of its own. */
  private String errors(String out) {
    String err = request.io().stderr();
    if (request.io().terminal()) {
      return "";
    }
    return err.isEmpty() && StdioUri.isUri(out) ? out : err;
  }

  private Stdio plain(Ends in, String out, String err) throws LinuxException {
    Ends first = open(out);
    try {
      return new Stdio(in, first, err.equals(out) ? first : single(err));
    } catch (LinuxException | RuntimeException e) {
      first.close();
      throw e;
    }
  }

  private Stdio logged(Ends in, String out, String err) throws LinuxException {
    Pipes pipes = start(StdioUri.parse(out));
    try {
      if (err.equals(out)) {
        return new Stdio(in, pipes.out, pipes.err);
      }
      pipes.err.close();
      return new Stdio(in, pipes.out, single(err));
    } catch (LinuxException | RuntimeException e) {
      pipes.out.close();
      throw e;
    }
  }

  /** Standard error alone. */
  private Ends single(String err) throws LinuxException {
    if (!StdioUri.isLogger(err)) {
      return open(err);
    }
    Pipes pipes = start(StdioUri.parse(err));
    pipes.out.close();
    return pipes.err;
  }

  private Ends open(String text) throws LinuxException {
    if (text.isEmpty()) {
      return Stdio.nowhere();
    }
    StdioUri uri = StdioUri.parse(text);
    return uri.isFile() ? LogFile.open(uri.path()) : fifos.output(uri.path());
  }

  /** What the container has of a logger. */
  private record Pipes(Ends out, Ends err) {}

  private Pipes start(StdioUri program) throws LinuxException {
    Pipe out = Pipe.open();
    try (Fd outReader = out.reader()) {
      return start(program, out, Pipe.open());
    } catch (LinuxException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  private Pipes start(StdioUri program, Pipe out, Pipe err) throws LinuxException {
    try (Fd errReader = err.reader()) {
      fifos.give(out.writer());
      fifos.give(err.writer());
      new Logger(program, request).start(out, err);
      return new Pipes(new Ends(out.writer(), null), new Ends(err.writer(), null));
    } catch (LinuxException | RuntimeException e) {
      err.close();
      throw e;
    }
  }
}
