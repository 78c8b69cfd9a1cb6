package io.felucca.registry.toys;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Listens in the name of the daemon's socket, where nobody else does. */
@Component(
    configurationPid = "io.containerd.server.v1.grpc",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = Porthole.class)
@PluginSpec(type = "io.containerd.server.v1", id = "grpc", requires = "*", beside = false)
public final class Porthole implements Plugin {
  @interface Config {
    String address() default "";

    int uid() default -1;

    int gid() default -1;
  }

  private final Path address;
  private ServerSocketChannel socket;

  @Activate
  public Porthole(Config config) {
    address = Path.of(config.address());
  }

  @Override
  public void start() {
    try {
      socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      socket.bind(UnixDomainSocketAddress.of(address));
    } catch (IOException e) {
      close();
      throw Fault.unavailable("cannot listen: %s is in use", address);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
