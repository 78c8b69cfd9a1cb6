package io.felucca.api.sandbox;

import io.felucca.api.TypedValue;
import java.time.Instant;
import java.util.Map;

/**
 * How a sandbox is.
 *
 * @param id its ID
 * @param pid of what keeps it up
 * @param state in the controller's words, such as {@code SANDBOX_READY}
 * @param info more, where it was asked for
 * @param createdAt when it was made; null where unknown
 * @param exitedAt when it ended; null while it lives
 * @param extra in the controller's own type; null for none
 * @param address of the task API in it; may be empty
 * @param version of that API
 */
public record SandboxStatus(
    String id,
    int pid,
    String state,
    Map<String, String> info,
    Instant createdAt,
    Instant exitedAt,
    TypedValue extra,
    String address,
    int version) {
  public SandboxStatus {
    info = Map.copyOf(info);
  }
}
