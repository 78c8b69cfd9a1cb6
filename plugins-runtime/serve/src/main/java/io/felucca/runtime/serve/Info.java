package io.felucca.runtime.serve;

import com.google.protobuf.Any;
import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.RuntimeInfo;
import io.felucca.api.task.TaskManager;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.shim.RuntimeDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the program says of itself and of its runtime. */
final class Info {
  private static final String NAME = "io.containerd.felucca.v2";

  private Info() {}

  /**
   * The description that containerd asks for (containerd.types.RuntimeInfo), serialised.
   *
   * @param input the runtime's options as an Any; empty for none
   */
  static byte[] of(byte[] input) throws IOException {
    TypedValue options = Anys.fromWire(Any.parseFrom(input));
    Path folder = Files.createTempDirectory("felucca-shim");
    try {
      return description(options, ask(folder, options)).toByteArray();
    } finally {
      remove(folder);
    }
  }

  private static RuntimeInfo ask(Path folder, TypedValue options) {
    Ledger none = new Ledger(folder.resolve("tasks"));
    TaskManager runtime =
        Server.factory()
            .make(folder.resolve("root"), folder.resolve("state"), new Forwarder(none, e -> {}));
    try {
      return runtime.info(Scope.daemon(), Creation.RUNTIME, options);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.UNIMPLEMENTED) {
        throw e;
      }
      return new RuntimeInfo(NAME, version(), "", options, null, java.util.Map.of());
    } finally {
      runtime.close();
    }
  }

  private static RuntimeDescription description(TypedValue options, RuntimeInfo info) {
    RuntimeDescription.Builder wire =
        RuntimeDescription.newBuilder()
            .setName(NAME)
            .setVersion(RuntimeDescription.Version.newBuilder().setVersion(version()))
            .putAllAnnotations(info.annotations());
    if (options != null) {
      wire.setOptions(Anys.toWire(options));
    }
    if (info.features() != null) {
      wire.setFeatures(Anys.toWire(info.features()));
    }
    return wire.build();
  }

  /** Of this program, as its jar knows it. */
  static String version() {
    String version = Info.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static void remove(Path folder) throws IOException {
    try (java.util.stream.Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
