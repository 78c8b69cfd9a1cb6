package io.felucca.cgroups;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the kernel begin early with what makes moves of processes into groups slow.
 *
 * <p>The first move after a while waits for a grace period, some 10 to 20 ms; those that follow
 * soon do not (cgroup_threadgroup_rwsem in kernel/cgroup, kernel/rcu/sync.c). An OCI runtime makes
 * its own moves some milliseconds after it was started. Where this process is moved to where it is
 * when the request comes in, both times pass at once.
 */
public final class Headstart {
  private static final Logger LOG = System.getLogger("io.felucca.cgroups");
  private static final Path SELF = Path.of("/proc/self/cgroup");
  private static final long LASTING = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  private final Executor workers;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile long until;

  /**
   * @param workers where the waiting is done
   */
  public Headstart(Executor workers) {
    this.workers = workers;
  }

  /** To be called as soon as it is known that a process will be put into a group. */
  public void begin() {
    until = System.nanoTime() + LASTING;
    if (underWay.compareAndSet(false, true)) {
      workers.execute(this::move);
    }
  }

  private void move() {
    try {
      Optional<Path> here = here();
      if (here.isPresent()) {
        moveInto(here.get());
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "moves into control groups may take longer", e);
    } finally {
      underWay.set(false);
    }
  }

  private void moveInto(Path members) throws IOException {
    ByteBuffer self = ByteBuffer.wrap(new byte[] {'0'});
    try (FileChannel group = FileChannel.open(members, StandardOpenOption.WRITE)) {
      while (System.nanoTime() - until < 0) {
        group.write(self.rewind());
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** The members of any group that this process is in. */
  private static Optional<Path> here() throws IOException {
    CgroupMounts mounts = CgroupMounts.ofHost();
    CgroupPaths own = CgroupPaths.parse(Files.readString(SELF));
    for (Map.Entry<String, Path> one : mounts.controllers().entrySet()) {
      Optional<Path> members = members(one.getValue(), own.byController().get(one.getKey()));
      if (members.isPresent()) {
        return members;
      }
    }
    return members(mounts.unified(), own.unified());
  }

  private static Optional<Path> members(Path mount, String path) {
    if (mount == null || path == null || path.isEmpty()) {
      return Optional.empty();
    }
    Path members = mount.resolve(path.substring(1)).resolve("cgroup.procs");
    return Files.exists(members) ? Optional.of(members) : Optional.empty();
  }
}
