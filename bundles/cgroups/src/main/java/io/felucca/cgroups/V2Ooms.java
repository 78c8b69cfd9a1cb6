package io.felucca.cgroups;

import io.felucca.linux.Fd;
import io.felucca.linux.Inotify;
import io.felucca.linux.LinuxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All groups of version 2: the kernel notifies of changes of {@code memory.events}, which counts
 * the processes that were killed.
 */
final class V2Ooms implements OomSource {
  private static final String EVENTS = "memory.events";

  private final Inotify changes;
  private final Map<Integer, Watch> watches = new ConcurrentHashMap<>();

  private static final class Watch {
    private final StatFile file;
    private final Runnable action;
    private long killed;

    Watch(StatFile file, Runnable action) {
      this.file = file;
      this.action = action;
      this.killed = count();
    }

    private long count() {
      return file.values().getOrDefault("oom_kill", 0L);
    }

    synchronized boolean hasKilled() {
      long before = killed;
      killed = Math.max(before, count());
      return killed > before;
    }
  }

  private V2Ooms(Inotify changes) {
    this.changes = changes;
  }

  static V2Ooms open() throws LinuxException {
    return new V2Ooms(Inotify.open());
  }

  /** The watch's number. */
  int add(Path folder, Runnable action) throws LinuxException {
    Watch watch = new Watch(StatFile.of(folder, EVENTS), action);
    synchronized (watches) {
      int number = changes.add(folder.resolve(EVENTS), Inotify.IN_MODIFY);
      watches.put(number, watch);
      return number;
    }
  }

  void remove(int number) throws LinuxException {
    watches.remove(number);
    if (changes.fd().isOpen()) {
      changes.remove(number);
    }
  }

  @Override
  public Fd fd() {
    return changes.fd();
  }

  @Override
  public boolean look() throws LinuxException {
    for (Inotify.Event event : changes.take()) {
      Watch watch = watch(event.watch());
      tell(watch);
      if (event.has(Inotify.IN_IGNORED)) {
        watches.remove(event.watch());
      }
    }
    return true;
  }

  /** The same for one group, whether or not the kernel has told. */
  void look(int number) {
    tell(watch(number));
  }

  private static void tell(Watch watch) {
    if (watch != null && watch.hasKilled()) {
      watch.action.run();
    }
  }

  /** An event can come before the watch it belongs to has been noted. */
  private Watch watch(int number) {
    synchronized (watches) {
      return watches.get(number);
    }
  }

  @Override
  public void close() {
    changes.close();
  }
}
