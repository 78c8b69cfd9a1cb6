package io.felucca.api.sandbox;

import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import java.util.List;
import java.util.Map;

/**
 * How a sandbox is to be made.
 *
 * @param id its ID
 * @param sandbox its record; null where the caller has given none
 * @param rootfs the mounts of its root; may be empty
 * @param options for the controller, mostly the pod's configuration; null for none
 * @param netnsPath the network namespace that it joins; may be empty
 * @param annotations for the controller
 */
public record CreateSandbox(
    String id,
    Sandbox sandbox,
    List<Mount> rootfs,
    TypedValue options,
    String netnsPath,
    Map<String, String> annotations) {
  public CreateSandbox {
    rootfs = List.copyOf(rootfs);
    annotations = Map.copyOf(annotations);
  }
}
