package io.felucca.reaper;

import io.felucca.linux.LinuxException;
import io.felucca.linux.PidFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the kernel how a process ended whose parent is somebody else: PIDFD_GET_INFO once it has
 * been reaped (from kernel 6.15 on), proc_pid_stat(5) before. Between the two there may be a
 * moment, so it is tried for a while.
 */
final class KernelStatus {
  private static final int ATTEMPTS = 100;
  private static final int PAUSE_MS = 10;
  private static final int STATE = 3;
  private static final int EXIT_CODE = 52;

  private final PidFd process;
  private final Instant at;
  private final CompletableFuture<Ended> exit;
  private int attempts;

  KernelStatus(PidFd process, Instant at, CompletableFuture<Ended> exit) {
    this.process = process;
    this.at = at;
    this.exit = exit;
  }

  /** Completes the exit, later where there is no answer yet. Does not block; a close ends it. */
  void ask() {
    OptionalInt status = status();
    attempts++;
    if (status.isPresent()) {
      exit.complete(new Ended(status.getAsInt(), at, true));
    } else if (attempts == ATTEMPTS) {
      exit.complete(Ended.unknown());
    } else if (process.fd().isOpen()) {
      CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS).execute(this::ask);
    }
  }

  private OptionalInt status() {
    try {
      OptionalInt reaped = process.exitStatus();
      return reaped.isPresent() ? reaped : ofZombie();
    } catch (LinuxException e) {
      return OptionalInt.empty();
    }
  }

  /** The number cannot be another process's while the descriptor says that ours has not gone. */
  private OptionalInt ofZombie() {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
      process.signal(0);
      return fields[0].equals("Z")
          ? OptionalInt.of(decode(Integer.parseInt(fields[EXIT_CODE - STATE])))
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static int decode(int wait) {
    int signal = wait & 0x7f;
    return signal == 0 ? wait >>> 8 & 0xff : 128 + signal;
  }
}
