package io.felucca.registry.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something has changed in folders, and quiet has returned since: editors and copies
 * write several times.
 *
 * <p>Of a folder that is not there the nearest one above it is watched, so that its coming is seen.
 * Folders and not files are watched, because files are replaced by renaming and by moving symbolic
 * links.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final int QUIET_MS = 100;
  private static final int LONGEST_MS = 2000;

  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Runnable changed;
  private Set<Path> wanted = Set.of();

  private FolderWatch(WatchService service, Runnable changed) {
    this.service = service;
    this.changed = changed;
  }

  /** Calls {@code changed} on a thread of its own. */
  public static FolderWatch start(Runnable changed) throws IOException {
    FolderWatch watch = new FolderWatch(FileSystems.getDefault().newWatchService(), changed);
    Thread thread = new Thread(watch::run, "felucca-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /**
   * Watches these folders, and no others any more; true where one is new, in which something may
   * have changed before it was watched.
   */
  public synchronized boolean watch(Set<Path> folders) {
    wanted = Set.copyOf(folders);
    return watchPresent();
  }

  /** Watches what there is of the folders; true where there is more than before. */
  private synchronized boolean watchPresent() {
    boolean more = false;
    // a folder may come just before the one above it is watched
    while (registerPresent()) {
      more = true;
    }
    return more;
  }

  private boolean registerPresent() {
    Set<Path> present = new HashSet<>();
    wanted.forEach(folder -> present.add(nearest(folder)));
    keys.entrySet().removeIf(entry -> drop(entry.getKey(), entry.getValue(), present));
    present.removeAll(keys.keySet());
    return present.stream().filter(this::register).count() > 0;
  }

  private static boolean drop(Path folder, WatchKey key, Set<Path> present) {
    boolean unwanted = !present.contains(folder) || !key.isValid();
    if (unwanted) {
      key.cancel();
    }
    return unwanted;
  }

  private static Path nearest(Path folder) {
    Path path = folder.toAbsolutePath();
    while (!Files.isDirectory(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  private boolean register(Path folder) {
    try {
      keys.put(folder, folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
      return true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot watch folder=" + folder + " error=" + e);
      return false;
    }
  }

  private void run() {
    try {
      while (true) {
        awaitQuiet();
        tell();
        // something may have come into a folder before that one was watched
        while (watchPresent()) {
          tell();
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.log(Level.DEBUG, "no folders are watched any more");
    }
  }

  private void awaitQuiet() throws InterruptedException {
    WatchKey key = service.take();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = System.nanoTime() > end ? null : service.poll(QUIET_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() {
    try {
      changed.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, "a change of files was not followed", e);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
