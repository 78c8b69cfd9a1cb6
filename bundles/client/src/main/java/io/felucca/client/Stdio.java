package io.felucca.client;

import io.felucca.api.task.TaskIo;
import io.felucca.client.stream.Wiring;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the standard streams of a process are connected with.
 *
 * <p>A value: the same may be used for many processes, and each method answers a new one.
 *
 * <pre>{@code
 * Stdio own = Stdio.inherit(); // the streams of this program
 * Stdio piped = Stdio.pipes(); // read and written by this program
 * Stdio shell = Stdio.pipes().withTerminal(); // a terminal has one output stream
 * Stdio log = Stdio.log(Path.of("/var/log/web.log")); // the runtime writes it, whatever becomes of us
 * }</pre>
 *
 * <p>All but {@link #nothing} and {@link #log} go through FIFOs in a folder of this machine, so the
 * daemon must see the same files. Where FIFOs are used, the process waits once 64 KiB are unread:
 * somebody must read. When this program ends, the process goes on, and another program can take the
 * streams up ({@link Container#attach}).
 */
public final class Stdio {
  private final Wiring wiring;

  private Stdio(Wiring wiring) {
    this.wiring = wiring;
  }

  /** No input, and output goes nowhere. */
  public static Stdio nothing() {
    return named(new TaskIo("", "", "", false));
  }

  /**
   * The runtime writes the output to a logger of its own choice of schemes.
   *
   * @param uri such as {@code file:///var/log/x.log} or {@code binary:///usr/bin/logger?key=value}
   */
  public static Stdio log(URI uri) {
    return named(new TaskIo("", uri.toString(), uri.toString(), false));
  }

  /** The runtime appends the output to a file, as {@code file://} does. */
  public static Stdio log(Path file) {
    return log(file.toAbsolutePath().toUri());
  }

  /** The names themselves, for streams that somebody else serves. */
  public static Stdio named(TaskIo names) {
    return new Stdio(new Wiring(names, null, null, null, false, false, names.terminal(), null));
  }

  /**
   * The streams of this program. With {@link #withTerminal}, its own terminal must be set to raw
   * mode ({@code stty raw -echo}) by the caller: keys are handed on as they come. Input that comes
   * after the process' end may be lost, as {@link #streams} tells.
   */
  public static Stdio inherit() {
    return streams(System.in, System.out, System.err);
  }

  /** The output streams of this program, and no input. */
  public static Stdio output() {
    return streams(null, System.out, System.err);
  }

  /**
   * Streams of the caller. The output streams are flushed after each piece and not closed.
   *
   * @param stdin read until its end, which is then the process' end of input; null for no input. A
   *     thread that reads it when the process ends waits for the next piece, and throws that away
   */
  public static Stdio streams(InputStream stdin, OutputStream stdout, OutputStream stderr) {
    OutputStream out = kept(Objects.requireNonNull(stdout, "stdout"));
    OutputStream err = kept(Objects.requireNonNull(stderr, "stderr"));
    return local(stdin, out, err, false, stdin != null);
  }

  /**
   * Streams that the process' handle offers: {@link TaskProcess#stdin} and the others. They need
   * not be closed when they have been read to their end; one that is not to be read is closed
   * instead.
   */
  public static Stdio pipes() {
    return local(null, null, null, true, true);
  }

  private static Stdio local(
      InputStream in, OutputStream out, OutputStream err, boolean piped, boolean hasStdin) {
    return new Stdio(new Wiring(null, in, out, err, piped, hasStdin, false, temporary()));
  }

  private static Path temporary() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    boolean usable = runtime != null && Path.of(runtime).toFile().canWrite();
    return Path.of(usable ? runtime : System.getProperty("java.io.tmpdir"));
  }

  /** The same without input. */
  public Stdio withoutStdin() {
    Wiring w = wiring;
    return new Stdio(
        new Wiring(
            w.names(), null, w.stdout(), w.stderr(), w.isPiped(), false, w.terminal(), w.folder()));
  }

  /**
   * The same on a terminal, which has one output stream. The container's or the exec's
   * specification must want it too.
   */
  public Stdio withTerminal() {
    Wiring w = wiring;
    TaskIo names =
        w.names() == null ? null : new TaskIo(w.names().stdin(), w.names().stdout(), "", true);
    return new Stdio(
        new Wiring(
            names, w.stdin(), w.stdout(), w.stderr(), w.isPiped(), w.hasStdin(), true, w.folder()));
  }

  /**
   * The same with FIFOs in a folder of the caller's choice; else they are in {@code
   * $XDG_RUNTIME_DIR} or the folder for temporary files.
   */
  public Stdio in(Path folder) {
    Wiring w = wiring;
    return new Stdio(
        new Wiring(
            w.names(),
            w.stdin(),
            w.stdout(),
            w.stderr(),
            w.isPiped(),
            w.hasStdin(),
            w.terminal(),
            folder.toAbsolutePath()));
  }

  Wiring wiring() {
    return wiring;
  }

  /** Whether the process gets a terminal. */
  public boolean isTerminal() {
    return wiring.terminal();
  }

  private static OutputStream kept(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
