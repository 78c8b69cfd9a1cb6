package io.felucca.server;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.grpc.MessageSizes;
import io.felucca.server.metrics.CallCounts;
import io.felucca.wire.call.FaultsOfCalls;
import io.felucca.wire.call.ScopeOfCalls;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The gRPC socket. It requires every other plugin, so that whoever can connect finds all services.
 *
 * <p>It is replaced while clients call: sockets and servers are kept by {@link GrpcServers}.
 */
@Component(
    service = GrpcListener.class,
    configurationPid = "io.containerd.server.v1.grpc",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(type = "io.containerd.server.v1", id = "grpc", requires = "*")
public final class GrpcListener implements Plugin {
  private static final System.Logger LOG = System.getLogger("io.felucca.server");

  /** {@code [plugins."io.containerd.server.v1.grpc"]}. */
  public @interface Config {
    /** Path of the socket; empty for the daemon's own address. */
    String address() default "";

    /** Numeric owner of the socket; -1 for the user that the daemon runs as. */
    int uid() default -1;

    /** Numeric group of the socket; -1 for the group that the daemon runs as. */
    int gid() default -1;

    /** Bytes of the largest message that is taken; 0 for 16 MiB. */
    int max_recv_message_size() default 16777216;

    /** Bytes of the largest message that is sent; 0 for 16 MiB. */
    int max_send_message_size() default 16777216;

    /** Where the daemon listens unless this says otherwise; added by the registry. */
    String daemon_address() default "";
  }

  private final Whiteboard services;
  private final GrpcServers servers;
  private final CallCounts counts;
  private final String address;
  private final int uid;
  private final int gid;
  private final MessageSizes sizes;
  private GrpcServers.Running server;

  @Activate
  public GrpcListener(
      @Reference Whiteboard services,
      @Reference GrpcServers servers,
      @Reference CallCounts counts,
      Config config) {
    this.services = services;
    this.counts = counts;
    this.servers = servers;
    this.address = config.address().isEmpty() ? config.daemon_address() : config.address();
    this.uid = config.uid();
    this.gid = config.gid();
    this.sizes = sizes(config.max_recv_message_size(), config.max_send_message_size());
  }

  @Override
  public void start() {
    try {
      server = servers.begin(Sockets.of(address, uid, gid), sizes, this::setUp);
      LOG.log(Level.INFO, "serving... address=" + address);
    } catch (IOException e) {
      throw new Fault(Fault.Kind.UNAVAILABLE, "cannot listen: " + e.getMessage(), e);
    }
  }

  /** The last interceptor is the outermost: a call has its scope when its failure is logged. */
  private void setUp(ServerBuilder<?> builder) {
    builder
        .addStreamTracerFactory(counts)
        .fallbackHandlerRegistry(services.methods())
        .intercept(new FaultsOfCalls())
        .intercept(new ScopeOfCalls());
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("address", address);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private static MessageSizes sizes(int receive, int send) {
    MessageSizes usual = MessageSizes.USUAL;
    return new MessageSizes(
        receive > 0 ? receive : usual.receive(), send > 0 ? send : usual.send());
  }
}
