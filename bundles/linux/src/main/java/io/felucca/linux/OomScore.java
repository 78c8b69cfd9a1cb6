package io.felucca.linux;

import java.nio.file.Path;

/**
 * How likely the kernel kills a process when memory runs out: proc_pid_oom_score_adj(5), from -1000
 * (never) to 1000 (first).
 */
public final class OomScore {
  private OomScore() {}

  /** The adjustment of a process. */
  public static int of(int pid) throws LinuxException {
    return Integer.parseInt(SmallFile.read(file(pid)).strip());
  }

  /**
   * Sets the adjustment of a process, as low as this process may.
   *
   * @return what was set
   */
  public static int adjust(int pid, int score) throws LinuxException {
    int allowed = clip(score);
    SmallFile.write(file(pid), Integer.toString(allowed));
    return allowed;
  }

  /**
   * The score, or the lowest that may be set from here: without CAP_SYS_RESOURCE that is this
   * process's own. A runtime that is told a lower one fails. The capability counts only where it is
   * the host's: not in a user namespace.
   */
  public static int clip(int score) throws LinuxException {
    if (Capabilities.has("CAP_SYS_RESOURCE") && !Unix.inUserNamespace()) {
      return score;
    }
    return Math.max(score, of(Processes.self()));
  }

  private static Path file(int pid) {
    return Path.of("/proc/" + pid + "/oom_score_adj");
  }
}
