package io.felucca.api.sandbox;

import io.felucca.api.TypedValue;
import java.time.Instant;
import java.util.Map;

/**
 * A sandbox that was started.
 *
 * @param id its ID
 * @param pid of what keeps it up; 0 where it has no process here
 * @param createdAt when it was made; null where unknown
 * @param labels that the controller has given it
 * @param address of the task API in it, such as {@code ttrpc+unix:///path}; may be empty
 * @param version of that API
 * @param spec as it was changed by the controller; null where it was not
 */
public record SandboxStart(
    String id,
    int pid,
    Instant createdAt,
    Map<String, String> labels,
    String address,
    int version,
    TypedValue spec) {
  public SandboxStart {
    labels = Map.copyOf(labels);
  }
}
