package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.shim.CreateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request to create a task, as the runtime wants it.
 *
 * <p>The runtime has a bundle of its own and mounts the root file system there: containerd's bundle
 * gives the specification, and its folder {@code rootfs} stays empty.
 */
final class Creation {
  /** Whatever name the shim was found by, runtimes of ours answer to this one. */
  static final String RUNTIME = "io.containerd.runc.v2";

  private static final String SPEC =
      "types.containerd.io/opencontainers/runtime-spec/1/Spec"; // what JSON specs are called

  private Creation() {}

  static TaskSpec spec(CreateRequest request) {
    return new TaskSpec(
        request.getId(),
        RUNTIME,
        new TypedValue(SPEC, config(request)),
        request.getRootfsList().stream()
            .map(m -> new Mount(m.getType(), m.getSource(), m.getTarget(), m.getOptionsList()))
            .toList(),
        new TaskIo(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTerminal()),
        Anys.fromWire(request.getOptions()),
        request.getCheckpoint(),
        "");
  }

  private static byte[] config(CreateRequest request) {
    try {
      return Files.readAllBytes(Path.of(request.getBundle(), "config.json"));
    } catch (IOException e) {
      throw Fault.io("cannot read the specification of " + request.getId(), e);
    }
  }
}
