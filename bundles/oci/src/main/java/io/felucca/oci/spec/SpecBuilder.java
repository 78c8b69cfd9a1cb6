package io.felucca.oci.spec;

import io.felucca.api.Fault;
import io.felucca.oci.rootfs.RootFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Composes a runtime specification from a beginning and options.
 *
 * <pre>{@code
 * RuntimeSpec spec =
 *     SpecBuilder.linux("default", "web")
 *         .rootFiles(RootFiles.of(mounts))
 *         .with(Devices.basic(), ImageDefaults.of(image), Command.args("httpd", "-f"))
 *         .build();
 * }</pre>
 */
public final class SpecBuilder {
  private final RuntimeSpec beginning;
  private final String namespace;
  private final String id;
  private final List<SpecOption> options = new ArrayList<>();
  private RootFiles rootFiles;

  private SpecBuilder(RuntimeSpec beginning, String namespace, String id) {
    this.beginning = beginning;
    this.namespace = namespace;
    this.id = id;
  }

  /**
   * Begins with containerd's default for Linux: own namespaces but the host's users, the usual
   * mounts, 14 capabilities, no new privileges, and {@code /namespace/id} as the cgroup.
   */
  public static SpecBuilder linux(String namespace, String id) {
    if (namespace.isEmpty()) {
      throw Fault.precondition("namespace is required");
    }
    return new SpecBuilder(new RuntimeSpec(LinuxDefaults.of(namespace, id)), namespace, id);
  }

  /** Begins with a specification as it is. */
  public static SpecBuilder of(RuntimeSpec spec) {
    return new SpecBuilder(spec, "", "");
  }

  /** Begins with a specification as it is, for a container. */
  public static SpecBuilder of(RuntimeSpec spec, String namespace, String id) {
    return new SpecBuilder(spec, namespace, id);
  }

  /**
   * Where users and groups are looked up; without it, below the specification's root path where
   * that is absolute.
   */
  public SpecBuilder rootFiles(RootFiles files) {
    rootFiles = files;
    return this;
  }

  /** Adds options, to be applied after those added before. */
  public SpecBuilder with(SpecOption... more) {
    return with(List.of(more));
  }

  /** Adds options, to be applied after those added before. */
  public SpecBuilder with(List<SpecOption> more) {
    options.addAll(more);
    return this;
  }

  /** Applies the options; their faults come from here. */
  public RuntimeSpec build() {
    SpecDraft draft = new SpecDraft(namespace, id, rootFiles, beginning.tree());
    options.forEach(option -> option.apply(draft));
    return new RuntimeSpec(draft.tree());
  }
}
