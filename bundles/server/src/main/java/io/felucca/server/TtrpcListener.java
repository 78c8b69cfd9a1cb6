package io.felucca.server;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginRegistry;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.grpc.SocketListener;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The ttrpc socket, on which shims publish their events. */
@Component(
    service = TtrpcListener.class,
    configurationPid = "io.containerd.server.v1.ttrpc",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(
    type = "io.containerd.server.v1",
    id = "ttrpc",
    requires = "io.containerd.event.v1",
    beside = false)
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
  }

  private final EventForwarding events;
  private final String address;
  private final int uid;
  private final int gid;
  private final ExecutorService threads = CallThreads.named("ttrpc");
  private SocketListener socket;
  private TtrpcTransport transport;

  @Activate
  public TtrpcListener(@Reference PluginRegistry plugins, Config config) {
    this.events = new EventForwarding(plugins);
    this.address = config.address().isEmpty() ? config.daemon_ttrpc_address() : config.address();
    this.uid = config.uid();
    this.gid = config.gid();
  }

  @Override
  public void start() {
    try {
      socket = SocketListener.bind(Sockets.of(address, uid, gid));
      transport = new TtrpcTransport("ttrpc-io");
      transport.serve(socket.channel(), events.services(), threads);
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
    if (transport != null) {
      transport.close();
    }
    closeSocket();
    threads.shutdown();
  }

  private void closeSocket() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "socket not removed address=" + address, e);
    }
  }
}
