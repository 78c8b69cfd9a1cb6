package io.felucca.shim.runtime;

/**
 * The keys of {@code [plugins."io.containerd.runtime.v2.task"]}, and what the registry adds:
 * folders, addresses, timeouts in milliseconds.
 */
public @interface RuntimeConfig {
  /** Platforms that tasks may be for; shown to clients. */
  String[] platforms() default {};

  /**
   * Further names for runtimes: each a table with {@code runtime_type}, {@code runtime_path} and
   * {@code options}; see {@link io.felucca.shim.handler.Handlers}.
   */
  String handlers() default "{}";

  String plugin_root() default "";

  String plugin_state() default "";

  String daemon_state() default "";

  String daemon_address() default "";

  String daemon_ttrpc_address() default "";

  String daemon_binary() default "containerd";

  long timeout_shim_load() default 5000;

  long timeout_shim_cleanup() default 5000;

  long timeout_shim_shutdown() default 3000;
}
