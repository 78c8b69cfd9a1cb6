package io.felucca.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.felucca.registry.config.DaemonConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The right to be the only daemon of some folders. Two on one root would collect each other's
 * content and bury each other's tasks, so nothing comes up before this is had. Sockets need no
 * claim: who listens sees whether another one answers there.
 *
 * <p>A folder is claimed by a lock on its file {@code felucca.lock}, which holds the process ID;
 * the lock goes with the process, however that ends. A daemon that is just ending is waited for.
 */
final class Claims implements AutoCloseable {
  private static final Logger LOG = System.getLogger("io.felucca.registry");
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long PAUSE_MS = 50;
  private static final String LOCK = "felucca.lock";

  private final long until = System.nanoTime() + PATIENCE.toNanos();
  private final List<FileChannel> locks = new ArrayList<>();

  private Claims() {}

  /** Claims what the configuration names; fails with who has it. */
  static Claims take(DaemonConfig config) {
    Claims claims = new Claims();
    try {
      claims.folder("root", config.root());
      claims.folder("state", config.state());
      return claims;
    } catch (BootFailure e) {
      claims.close();
      throw e;
    } catch (IOException e) {
      claims.close();
      throw new BootFailure("cannot claim the daemon's folders: " + e);
    }
  }

  private void folder(String key, Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    locks.add(file);
    boolean waited = false;
    while (!lock(file)) {
      String who = key + " " + folder + " is in use by another daemon (pid " + holder(file) + ")";
      await(who, "configure another " + key, waited);
      waited = true;
    }
    sign(file);
  }

  private static void sign(FileChannel file) {
    try {
      file.truncate(0).write(UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
    } catch (IOException fullDisk) {
      LOG.log(Level.WARNING, "the claim does not tell whose it is", fullDisk);
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // a daemon in this process
    }
  }

  private static String holder(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    file.read(text, 0);
    return UTF_8.decode(text.flip()).toString().strip();
  }

  private void await(String who, String otherwise, boolean waited) {
    if (System.nanoTime() - until >= 0) {
      throw new BootFailure(who + "; stop it or " + otherwise);
    }
    if (!waited) {
      LOG.log(Level.WARNING, "waiting: " + who);
    }
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootFailure(who);
    }
  }

  /** Gives everything up. */
  @Override
  public void close() {
    for (FileChannel lock : locks) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a claim stays", e);
      }
    }
    locks.clear();
  }
}
