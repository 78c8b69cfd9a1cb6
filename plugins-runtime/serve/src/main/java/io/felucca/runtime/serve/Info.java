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
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

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

  private static RuntimeInfo ask(Path folder, TypedValue options) throws IOException {
    Ledger none = new Ledger(folder.resolve("tasks"));
    Path root = Files.createDirectory(folder.resolve("root"));
    Path state = Files.createDirectory(folder.resolve("state"));
    TaskManager runtime = Server.factory().make(root, state, new Forwarder(none, e -> {}));
    try {
      return runtime.info(Scope.daemon(), Creation.RUNTIME, options);
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.UNIMPLEMENTED) {
        throw e;
      }
      return new RuntimeInfo(NAME, version(), "", options, null, Map.of());
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
    URL place = Info.class.getProtectionDomain().getCodeSource().getLocation();
    try (JarFile jar = new JarFile(place.getPath())) {
      return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
    } catch (IOException e) {
      return "unknown"; // not run from a jar
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
