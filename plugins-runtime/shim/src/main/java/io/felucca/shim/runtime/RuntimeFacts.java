package io.felucca.shim.runtime;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.shim.launch.ShimProgram;
import io.felucca.shim.runc.PrivateRoot;
import io.felucca.shim.runc.RuncFeatures;
import io.felucca.shim.wire.Values;
import io.felucca.wire.shim.RuntimeDescription;

/** What a shim says of itself; for those of runc that say nothing, runc is asked. */
final class RuntimeFacts {
  private RuntimeFacts() {}

  static RuntimeInfo of(ShimProgram program, TypedValue options) {
    try {
      return of(program.describe(options));
    } catch (Fault e) {
      if (e.kind() == Fault.Kind.UNIMPLEMENTED && PrivateRoot.isRunc(program.path())) {
        return RuncFeatures.describe(program.path(), options);
      }
      throw e;
    }
  }

  private static RuntimeInfo of(RuntimeDescription description) {
    return new RuntimeInfo(
        description.getName(),
        description.getVersion().getVersion(),
        description.getVersion().getRevision(),
        Values.typed(description.getOptions()),
        Values.typed(description.getFeatures()),
        description.getAnnotationsMap());
  }
}
