package io.felucca.runtime.oci;

/** The keys of {@code [plugins."io.containerd.runtime.v2.oci"]}, and what the registry adds. */
public @interface RuntimeConfig {
  /** Names of runtimes whose containers run here, unless they are run by a shim's path. */
  String[] runtimes() default {
    "io.containerd.runc.v2", "io.containerd.runc.v1", "io.felucca.oci.v1"
  };

  /**
   * Further names: each a table with {@code runtime_type}, one of {@code runtimes}, and {@code
   * options}, those of runc's shim; see {@link io.felucca.wire.runtime.Handlers}.
   */
  String handlers() default "{}";

  /** The OCI runtime where options name none: a program of {@code PATH}, or an absolute path. */
  String binary() default "runc";

  /**
   * Where the OCI runtime keeps its containers, a folder for each namespace, where options name no
   * place; empty for {@code runc} in the daemon's state folder.
   */
  String root() default "";

  /** Whether control groups are made by systemd where options do not say so. */
  boolean systemd_cgroup() default false;

  /**
   * What stays beside each container: {@code reaper} of this build, {@code conmon} for conmon(8)
   * from {@code PATH}, or {@code auto} for the first of them that is there.
   */
  String supervisor() default "auto";

  /** Platforms that tasks may be for; shown to clients. */
  String[] platforms() default {};

  String plugin_root() default "";

  String plugin_state() default "";

  String daemon_state() default "";
}
