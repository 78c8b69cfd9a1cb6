package io.felucca.shim.runc;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.linux.Spawn;
import io.felucca.wire.runtime.RuncOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks runc itself for its features: shims of it before 2.0 do not tell them. */
public final class RuncFeatures {
  /** The type of a value that holds the JSON of {@code runc features}. */
  static final String TYPE = "types.containerd.io/opencontainers/runtime-spec/1/features/Features";

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private RuncFeatures() {}

  /**
   * The description of runc behind a shim of it.
   *
   * @param options null for none
   */
  public static RuntimeInfo describe(Path shim, TypedValue options) {
    String named = RuncOptions.of(options).getBinaryName();
    Map<String, String> version = lines(run(shim.toString(), "-v"));
    String name = "io.containerd.runc." + last(shim.getFileName().toString());
    return new RuntimeInfo(
        name,
        version.getOrDefault("Version", ""),
        version.getOrDefault("Revision", ""),
        options,
        features(named.isEmpty() ? "runc" : named),
        Map.of());
  }

  /** Null for a runtime that has no such command, as youki and crun before 1.9. */
  private static TypedValue features(String binary) {
    try {
      String json = run(binary, "features");
      return new TypedValue(TYPE, json.getBytes(StandardCharsets.UTF_8));
    } catch (Fault e) {
      return null;
    }
  }

  private static String run(String... command) {
    try {
      Spawn.Result result = Spawn.command(command).run(LIMIT);
      if (result.exitCode() != 0) {
        throw Fault.of(
            Fault.Kind.UNKNOWN,
            "%s: %s: exit status %d",
            List.of(command),
            result.errors().strip(),
            result.exitCode());
      }
      return result.output();
    } catch (IOException e) {
      throw Fault.io(String.valueOf(List.of(command)), e);
    }
  }

  /** Lines of the form {@code Version: 1.6.20}. */
  private static Map<String, String> lines(String text) {
    Map<String, String> values = new java.util.HashMap<>();
    for (String line : text.split("\n")) {
      String[] parts = line.strip().split(":\\s*", 2);
      values.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return values;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('-') + 1);
  }
}
