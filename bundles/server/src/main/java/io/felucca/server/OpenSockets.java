package io.felucca.server;

import io.felucca.grpc.SocketFile;
import io.felucca.grpc.SocketListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The sockets that the daemon listens on, by path. A socket outlives those who accept on it: it is
 * closed, and its file removed, when the last of them has let go.
 */
final class OpenSockets {
  private final Map<Path, Entry> open = new HashMap<>();

  private static final class Entry {
    final SocketListener listener;
    int holders = 1;

    Entry(SocketListener listener) {
      this.listener = listener;
    }
  }

  /**
   * Opens a socket, or joins those who hold it; then only its owner and group become those of
   * {@code file}.
   *
   * @throws java.net.BindException if another daemon answers on that path, or it is no socket
   * @throws IOException if it cannot be made or given to its owner; an open one stays as it was
   */
  synchronized Held take(SocketFile file) throws IOException {
    Path path = file.path().getParent().toRealPath().resolve(file.path().getFileName());
    Entry entry = open.get(path);
    if (entry != null && entry.listener.isInPlace()) {
      entry.listener.changeOwner(file);
      entry.holders++;
    } else {
      entry = new Entry(SocketListener.bind(file));
      open.put(path, entry);
    }
    return new Held(path, entry);
  }

  private synchronized void leave(Path path, Entry entry) {
    if (--entry.holders > 0) {
      return;
    }
    open.remove(path, entry);
    try {
      entry.listener.close();
    } catch (IOException e) {
      System.getLogger("io.felucca.server")
          .log(Level.WARNING, "socket not removed address=" + path, e);
    }
  }

  /** One holder's part in a socket. */
  final class Held implements AutoCloseable {
    private final Path path;
    private final Entry entry;
    private boolean closed;

    private Held(Path path, Entry entry) {
      this.path = path;
      this.entry = entry;
    }

    SocketListener listener() {
      return entry.listener;
    }

    boolean isSameAs(Held other) {
      return entry == other.entry;
    }

    /** Where it is; a later socket may have the same. */
    Path path() {
      return path;
    }

    /** Lets go; a second time does nothing. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        leave(path, entry);
      }
    }
  }
}
