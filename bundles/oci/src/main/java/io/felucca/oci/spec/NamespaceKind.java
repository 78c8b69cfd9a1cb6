package io.felucca.oci.spec;

import io.felucca.api.Fault;
import java.util.Arrays;
import java.util.Locale;

/** A kind of Linux namespace: namespaces(7). */
public enum NamespaceKind {
  PID,
  NETWORK,
  MOUNT,
  IPC,
  UTS,
  USER,
  CGROUP,
  TIME;

  /** As the specification has it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this text; an invalid argument where there is none. */
  public static NamespaceKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.invalid(
                    "\"%s\" is no kind of namespace: pid, network, mount, ipc, uts, user, cgroup"
                        + " or time",
                    text));
  }
}
