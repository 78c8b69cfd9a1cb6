package io.felucca.linux;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What this process may do: capabilities(7). */
public final class Capabilities {
  /** By bit number: linux/capability.h. */
  private static final List<String> NAMES =
      List.of(
          ("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP"
                  + " LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK"
                  + " IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN"
                  + " SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE"
                  + " AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND"
                  + " AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
              .split(" "));

  private Capabilities() {}

  /**
   * Whether this process has a capability in effect.
   *
   * @param name such as {@code CAP_SYS_RESOURCE}
   * @throws IllegalArgumentException if there is no such capability
   */
  public static boolean has(String name) throws LinuxException {
    int bit = NAMES.indexOf(name.startsWith("CAP_") ? name.substring(4) : name);
    if (bit < 0) {
      throw new IllegalArgumentException("unknown capability \"" + name + "\"");
    }
    return (mask("CapEff") >>> bit & 1) != 0;
  }

  /** What is in effect, by names that begin with CAP_. */
  public static Set<String> effective() throws LinuxException {
    return names(mask("CapEff"));
  }

  /** The most that a program started from here can have: the bounding set. */
  public static Set<String> bounding() throws LinuxException {
    return names(mask("CapBnd"));
  }

  private static Set<String> names(long mask) {
    Set<String> names = new LinkedHashSet<>();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((mask >>> bit & 1) != 0) {
        names.add("CAP_" + NAMES.get(bit));
      }
    }
    return names;
  }

  /** proc_pid_status(5). */
  private static long mask(String field) throws LinuxException {
    String status = SmallFile.read(Path.of("/proc/thread-self/status"));
    int start = status.indexOf(field + ":") + field.length() + 1;
    return Long.parseUnsignedLong(status.substring(start, status.indexOf('\n', start)).strip(), 16);
  }
}
