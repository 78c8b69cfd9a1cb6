package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.oci.rootfs.RootFiles;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import io.felucca.oci.spec.SpecOption;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Builds specifications whose root has some files. */
final class Build {
  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd",
          """
          root:x:0:0:root:/root:/bin/sh
          daemon:x:1:1
          guest:x:1000:1000:guest:/tmp:/bin/sh

          odd
          also:odd:x:y
          """,
          "etc/group",
          """
          root:x:0:
          wheel:x:10:root,guest
          guest:x:1000:guest
          extra:x:2000:guest,daemon
          """);

  private Build() {}

  static RuntimeSpec with(SpecOption... options) {
    return with(Build::read, options);
  }

  static RuntimeSpec with(RootFiles files, SpecOption... options) {
    return SpecBuilder.linux("test", "id").rootFiles(files).with(options).build();
  }

  private static Optional<byte[]> read(String path) {
    return Optional.ofNullable(FILES.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is at a path of names, as JSON; "absent" where nothing is. */
  static String at(RuntimeSpec spec, String... path) {
    JsonObject object = spec.tree();
    for (int i = 0; i < path.length - 1; i++) {
      if (!object.has(path[i])) {
        return "absent";
      }
      object = object.getAsJsonObject(path[i]);
    }
    String last = path[path.length - 1];
    return object.has(last) ? object.get(last).toString() : "absent";
  }
}
