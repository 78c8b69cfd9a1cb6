package io.felucca.ttrpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One socket: reads frames on the loop's thread, writes them from whichever thread sends.
 *
 * <p>Senders that must not be overtaken (stream numbers have to rise on the wire) hold this
 * object's monitor around their sends.
 */
final class Connection implements Loop.Ready {
  /** The side that gives frames a meaning; all its methods run on the loop's thread. */
  interface Peer extends FrameDecoder.Sink {
    void closed(TtrpcClosedException why);
  }

  private record Outgoing(ByteBuffer bytes, CompletableFuture<Void> written) {}

  /** Most bytes waiting for a peer that does not read. */
  private static final long MAX_BACKLOG = 64L << 20;

  /** The JDK keeps a direct buffer per thread as large as the largest write: keep that small. */
  private static final int WRITE_SLICE = 64 << 10;

  private final Loop loop;
  private final SocketChannel channel;
  private final String name;
  private final Peer peer;
  private final FrameDecoder decoder;
  private final ArrayDeque<Outgoing> backlog = new ArrayDeque<>();
  private long backlogBytes;
  private SelectionKey key;
  private int holds;
  private TtrpcClosedException closed;

  Connection(Loop loop, SocketChannel channel, String name, Peer peer) {
    this.loop = loop;
    this.channel = channel;
    this.name = name;
    this.peer = peer;
    this.decoder = new FrameDecoder(peer);
  }

  /** Starts reading; separate from construction so that the peer can know its connection first. */
  void open() throws IOException {
    channel.configureBlocking(false);
    loop.register(channel, SelectionKey.OP_READ, this, this::registered);
  }

  String name() {
    return name;
  }

  Timers timers() {
    return loop.timers();
  }

  private synchronized void registered(SelectionKey newKey) {
    key = newKey;
    if (closed == null) {
      updateInterest();
    }
  }

  /**
   * Sends a frame, at once when the socket takes it.
   *
   * @return completes when the kernel has all of it
   * @throws TtrpcClosedException when the connection is gone
   * @throws TtrpcException RESOURCE_EXHAUSTED when the peer has stopped reading and too much waits
   *     for it
   */
  synchronized CompletableFuture<Void> send(ByteBuffer frame) {
    if (closed != null) {
      throw closed.again();
    }
    if (backlogBytes > MAX_BACKLOG) {
      throw new TtrpcException(
          TtrpcCode.RESOURCE_EXHAUSTED,
          name + " does not read: " + backlogBytes + " bytes wait for it");
    }
    Outgoing out = new Outgoing(frame, new CompletableFuture<>());
    backlog.add(out);
    backlogBytes += frame.remaining();
    if (backlog.size() == 1) {
      flushOrFail();
    }
    if (!frame.hasRemaining()) {
      out.written.complete(null); // nobody has seen the future yet
    }
    return out.written;
  }

  private void flushOrFail() {
    try {
      flush();
    } catch (IOException e) {
      loop.execute(() -> broken(e));
    }
  }

  /** Writing failed, but answers the peer sent before it went can still be here. */
  private void broken(IOException cause) {
    try {
      while (read() > 0) {}
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    failed(cause);
  }

  /**
   * Writes what the socket takes; whoever waited for that is told by the caller, without the
   * monitor.
   */
  private List<Outgoing> flush() throws IOException {
    List<Outgoing> done = new ArrayList<>();
    while (!backlog.isEmpty() && writeOne(backlog.peek())) {
      done.add(backlog.poll());
    }
    updateInterest();
    return done;
  }

  private boolean writeOne(Outgoing out) throws IOException {
    ByteBuffer bytes = out.bytes;
    while (bytes.hasRemaining()) {
      ByteBuffer slice = bytes.slice(bytes.position(), Math.min(bytes.remaining(), WRITE_SLICE));
      int count = channel.write(slice);
      if (count == 0) {
        return false;
      }
      bytes.position(bytes.position() + count);
      backlogBytes -= count;
    }
    return true;
  }

  /**
   * Stops reading until {@link #release}: one of the connection's streams is full. Holds are
   * counted.
   */
  synchronized void hold() {
    holds++;
    updateInterest();
  }

  synchronized void release() {
    holds--;
    updateInterest();
  }

  private void updateInterest() {
    if (key == null || !key.isValid()) {
      return;
    }
    int read = holds == 0 ? SelectionKey.OP_READ : 0;
    int wanted = read | (backlog.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
      key.selector().wakeup();
    }
  }

  @Override
  public void ready(SelectionKey ready) throws IOException {
    if (ready.isReadable()) {
      read();
    }
    if (ready.isValid() && ready.isWritable()) {
      List<Outgoing> done;
      synchronized (this) {
        done = flush();
      }
      done.forEach(out -> out.written.complete(null));
    }
  }

  private int read() throws IOException {
    ByteBuffer buffer = loop.buffer();
    int count = channel.read(buffer);
    if (count < 0) {
      throw new IOException("peer hung up");
    }
    decoder.feed(buffer.flip());
    return count;
  }

  @Override
  public void failed(Throwable cause) {
    end(new TtrpcClosedException("connection to " + name + " lost: " + cause.getMessage(), cause));
  }

  /** Hangs up. What waits for an answer fails. */
  void close(String why) {
    TtrpcClosedException reason =
        new TtrpcClosedException("connection to " + name + " closed: " + why, null);
    try {
      loop.execute(() -> end(reason));
    } catch (TtrpcClosedException e) {
      end(reason);
    }
  }

  private void end(TtrpcClosedException why) {
    ArrayDeque<Outgoing> unsent;
    synchronized (this) {
      if (closed != null) {
        return;
      }
      closed = why;
      unsent = new ArrayDeque<>(backlog);
      backlog.clear();
      closeChannel();
    }
    unsent.forEach(out -> out.written.completeExceptionally(why.again()));
    peer.closed(why);
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, name, e);
    }
  }
}
