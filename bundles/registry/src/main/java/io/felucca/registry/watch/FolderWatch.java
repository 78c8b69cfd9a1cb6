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

  /** Watches these folders, and no others any more. */
  public synchronized void watch(Set<Path> folders) {
    wanted = Set.copyOf(folders);
    watchPresent();
  }

  /** Watches what there is of the folders; true where there is more than before. */
  private synchronized boolean watchPresent() {
    Set<Path> present = new HashSet<>();
    wanted.forEach(folder -> present.add(nearest(folder)));
    keys.entrySet().removeIf(entry -> drop(entry.getKey(), entry.getValue(), present));
    boolean more = !keys.keySet().containsAll(present);
    present.forEach(this::register);
    return more;
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

  private void register(Path folder) {
    try {
      if (!keys.containsKey(folder)) {
        keys.put(folder, folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot watch folder=" + folder + " error=" + e);
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
