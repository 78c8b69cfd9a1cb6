package io.felucca.oci.option;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The capabilities that Linux has: linux/capability.h. */
final class CapabilityNames {
  /** In the order of their numbers, which begin with 0. */
  static final List<String> KNOWN =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  private static final String PREFIX = "CAP_";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String EFFECTIVE = "CapEff:";
  private static final int HEX = 16;

  private CapabilityNames() {}

  /** Names without the prefix are most often a mistake that would drop or add nothing. */
  static void check(List<String> names) {
    for (String name : names) {
      if (!name.startsWith(PREFIX)) {
        throw Fault.invalid(
            "capabilities must be specified with 'CAP_' prefix: \"%s\" is \"%s\"?",
            name, suggested(name));
      }
    }
  }

  private static String suggested(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith(PREFIX) ? upper : PREFIX + upper;
  }

  /** The effective ones of this process: proc_pid_status(5). */
  static List<String> current() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(EFFECTIVE)) {
          return of(Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), HEX));
        }
      }
    } catch (IOException e) {
      throw Fault.io("cannot read this process's capabilities from " + STATUS, e);
    }
    throw Fault.precondition("%s has no line %s: is /proc mounted?", STATUS, EFFECTIVE);
  }

  private static List<String> of(long bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < KNOWN.size(); i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(KNOWN.get(i));
      }
    }
    return names;
  }
}
