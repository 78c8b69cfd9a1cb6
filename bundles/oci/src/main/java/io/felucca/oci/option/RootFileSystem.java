package io.felucca.oci.option;

import io.felucca.api.Fault;
import io.felucca.oci.spec.SpecOption;
import java.nio.file.Path;
import java.util.Set;

/** The root of the container's files. */
public final class RootFileSystem {
  private static final Set<String> PROPAGATIONS =
      Set.of(
          "shared",
          "slave",
          "private",
          "unbindable",
          "rshared",
          "rslave",
          "rprivate",
          "runbindable");

  private RootFileSystem() {}

  /** A folder that no snapshotter made; absolute, or relative to the bundle. */
  public static SpecOption path(Path path) {
    return draft -> draft.root().addProperty("path", path.toString());
  }

  /** The container cannot write to it. */
  public static SpecOption readOnly() {
    return draft -> draft.root().addProperty("readonly", true);
  }

  /** How mounts in it spread: mount_namespaces(7). */
  public static SpecOption propagation(String kind) {
    if (!PROPAGATIONS.contains(kind)) {
      throw Fault.invalid("\"%s\" is no propagation of mounts, such as rslave", kind);
    }
    return draft -> draft.linux().addProperty("rootfsPropagation", kind);
  }
}
