package io.felucca.shim.sandbox;

/** What the registry gives: folders, addresses, timeouts in milliseconds. There are no own keys. */
public @interface SandboxConfig {
  String plugin_root() default "";

  String plugin_state() default "";

  String daemon_address() default "";

  String daemon_ttrpc_address() default "";

  String daemon_binary() default "containerd";

  long timeout_shim_load() default 5000;

  long timeout_shim_cleanup() default 5000;

  long timeout_shim_shutdown() default 3000;
}
