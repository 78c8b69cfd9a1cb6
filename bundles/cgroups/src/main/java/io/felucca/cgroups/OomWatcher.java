package io.felucca.cgroups;

import io.felucca.api.Fault;
import io.felucca.linux.Epoll;
import io.felucca.linux.EventFd;
import io.felucca.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when groups run out of memory, with one thread for all of them, which is started with the
 * first watch.
 */
public final class OomWatcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.felucca.cgroups");
  private static final long STOP = 0;

  private final Map<Long, OomSource> sources = new ConcurrentHashMap<>();
  private final AtomicLong keys = new AtomicLong(STOP);
  private Epoll epoll;
  private EventFd stop;
  private V2Ooms unified;
  private boolean closed;

  private interface Step {
    void run() throws LinuxException;
  }

  private record Watch(Runnable looking, Step end) implements OomWatch {
    @Override
    public void look() {
      looking.run();
    }

    @Override
    public void close() {
      try {
        end.run();
      } catch (LinuxException e) {
        LOG.log(Level.DEBUG, "end of a watch for memory", e);
      }
    }
  }

  /**
   * Runs something each time when processes of a group are killed for want of memory: in the thread
   * that watches all groups, so it must not block. A group without accounting of memory is never
   * told of. NOT_FOUND where the group is gone.
   */
  public synchronized OomWatch watch(Cgroup group, Runnable onOom) {
    Path folder = group.folder("memory").orElse(null);
    if (folder == null) {
      return new Watch(() -> {}, () -> {});
    }
    try {
      start();
      return group.isUnified() ? watchUnified(folder, onOom) : watchOwn(folder, onOom);
    } catch (IOException e) {
      throw group.exists()
          ? Fault.io("out of memory events of cgroup " + folder, e)
          : new Fault(Fault.Kind.NOT_FOUND, "cgroup " + folder, e);
    }
  }

  private void start() throws LinuxException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (epoll != null) {
      return;
    }
    stop = EventFd.open();
    epoll = Epoll.open();
    epoll.add(stop.fd(), STOP);
    Thread thread = new Thread(null, this::run, "felucca-oom", 256 << 10);
    thread.setDaemon(true);
    thread.start();
  }

  private OomWatch watchOwn(Path folder, Runnable onOom) throws IOException {
    long key = add(V1Oom.of(folder, onOom));
    return new Watch(() -> look(key), () -> forget(key));
  }

  private OomWatch watchUnified(Path folder, Runnable onOom) throws LinuxException {
    if (unified == null) {
      unified = V2Ooms.open();
      add(unified);
    }
    int watch = unified.add(folder, onOom);
    return new Watch(() -> unified.look(watch), () -> unified.remove(watch));
  }

  private long add(OomSource source) throws LinuxException {
    long key = keys.incrementAndGet();
    sources.put(key, source);
    epoll.add(source.fd(), key);
    return key;
  }

  private void forget(long key) throws LinuxException {
    OomSource source = sources.remove(key);
    if (source != null) {
      try {
        epoll.remove(source.fd());
      } finally {
        source.close();
      }
    }
  }

  private void run() {
    try (Epoll all = epoll;
        EventFd stopping = stop) {
      while (stopping.take() == 0) {
        all.await().forEach(this::look);
      }
    } catch (LinuxException e) {
      LOG.log(Level.ERROR, "out of memory events are not noticed any more", e);
    }
  }

  private void look(long key) {
    OomSource source = sources.get(key);
    if (source == null) {
      return; // forgotten meanwhile
    }
    try {
      if (!source.look()) {
        forget(key);
      }
    } catch (IOException | RuntimeException | Error e) { // others wait in this thread too
      // one that is forgotten just now is closed
      LOG.log(sources.containsKey(key) ? Level.WARNING : Level.DEBUG, "out of memory event", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (epoll == null) {
      return;
    }
    sources.values().forEach(OomSource::close);
    sources.clear();
    try {
      stop.signal();
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "the thread of out of memory events goes on", e);
    }
  }
}
