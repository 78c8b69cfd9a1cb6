package io.felucca.api.plugin;

/**
 * Keys that the registry adds to every plugin's configuration; in a {@code @interface Config} write
 * {@code plugin_root()} for {@code plugin.root}.
 */
public final class PluginKeys {
  /**
   * The plugin's own folder for what must last: {@code <root>/<type>.<id>}; it is made on first use
   * by the plugin.
   */
  public static final String ROOT = "plugin.root";

  /** The plugin's own folder for what may go with a reboot: {@code <state>/<type>.<id>}. */
  public static final String STATE = "plugin.state";

  /** The daemon's folders and addresses. */
  public static final String DAEMON_ROOT = "daemon.root";

  public static final String DAEMON_STATE = "daemon.state";
  public static final String DAEMON_ADDRESS = "daemon.address";
  public static final String DAEMON_TTRPC_ADDRESS = "daemon.ttrpc.address";

  /** The path of the daemon's own program, which shims call as {@code publish} binary. */
  public static final String DAEMON_BINARY = "daemon.binary";

  /**
   * {@code oom_score} and the other top-level values come as {@code daemon.<key>} (uid, gid, temp,
   * oom.score, cgroup.path, debug.level; stream.processors as JSON); timeouts as {@code
   * timeout.<name>} in milliseconds, of which the name lacks {@code io.containerd.timeout.} in
   * front. A plugin is replaced when one of those changes that its {@code @interface Config} names.
   */
  public static final String TIMEOUT_PREFIX = "timeout.";

  /** Marks the one instance that a configuration belongs to; the registry's own. */
  public static final String INSTANCE = "felucca.instance";

  public static final String TYPE = "plugin.type";
  public static final String ID = "plugin.id";

  private PluginKeys() {}
}
