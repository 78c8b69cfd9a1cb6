package io.felucca.server;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The ttrpc socket, on which shims publish their events.
 *
 * <p>It is replaced without any shim noticing: sockets and connections are kept by {@link
 * ShimEvents}, addresses of earlier as well.
 */
@Component(
    service = TtrpcListener.class,
    configurationPid = "io.containerd.server.v1.ttrpc",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(type = "io.containerd.server.v1", id = "ttrpc", requires = "io.containerd.event.v1")
public final class TtrpcListener implements Plugin {
  private static final System.Logger LOG = System.getLogger("io.felucca.server");

  /** {@code [plugins."io.containerd.server.v1.ttrpc"]}. */
  public @interface Config {
    /** Path of the socket; empty for that of gRPC with {@code .ttrpc} behind it. */
    String address() default "";

    /** Numeric owner of the socket; -1 for the user that the daemon runs as. */
    int uid() default -1;

    /** Numeric group of the socket; -1 for the group that the daemon runs as. */
    int gid() default -1;

    /** Where the daemon listens unless this says otherwise; added by the registry. */
    String daemon_ttrpc_address() default "";

    /** The plugin's folder for what goes with a reboot; added by the registry. */
    String plugin_state() default "";
  }

  private final ShimEvents events;
  private final String address;
  private final int uid;
  private final int gid;
  private final Path folder;

  @Activate
  public TtrpcListener(@Reference ShimEvents events, Config config) {
    this.events = events;
    this.address = config.address().isEmpty() ? config.daemon_ttrpc_address() : config.address();
    this.uid = config.uid();
    this.gid = config.gid();
    this.folder = Path.of(config.plugin_state());
  }

  @Override
  public void start() {
    try {
      events.listen(Sockets.of(address, uid, gid), folder, this);
      LOG.log(Level.INFO, "serving ttrpc... address=" + address);
    } catch (IOException e) {
      throw new Fault(Fault.Kind.UNAVAILABLE, "cannot listen: " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("address", address);
  }

  @Override
  public void close() {
    events.leave(this);
  }
}
