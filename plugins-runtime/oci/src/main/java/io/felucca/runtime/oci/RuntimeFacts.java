package io.felucca.runtime.oci;

import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.runc.OciRuntime;
import io.felucca.runc.RuntimeVersion;
import java.util.Map;

/** What the OCI runtime says of itself. */
final class RuntimeFacts {
  private RuntimeFacts() {}

  /**
   * The description.
   *
   * @param runtime its name
   * @param options null for none
   */
  static RuntimeInfo of(String runtime, OciRuntime program, TypedValue options) {
    RuntimeVersion version = program.describe();
    return new RuntimeInfo(
        runtime,
        version.version(),
        version.commit(),
        options,
        program.features().value(),
        Map.of("io.felucca.oci.binary", program.settings().binary()));
  }
}
