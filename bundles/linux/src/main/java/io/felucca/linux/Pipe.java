package io.felucca.linux;

/** The two ends of a pipe: pipe2(2). */
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
  /** Makes one, close-on-exec as every {@link Fd}. */
  public static Pipe open() throws LinuxException {
    try (Frame f = new Frame()) {
      long pair = f.bytes(8);
      Libc.PIPE2.check("pipe", pair, Open.O_CLOEXEC);
      return new Pipe(
          new Fd(Frame.getInt(pair), "pipe reader"), new Fd(Frame.getInt(pair + 4), "pipe writer"));
    }
  }

  /** Closes both ends. */
  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
