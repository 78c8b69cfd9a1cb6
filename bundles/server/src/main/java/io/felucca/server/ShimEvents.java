package io.felucca.server;

import io.felucca.api.plugin.PluginRegistry;
import io.felucca.grpc.SocketFile;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Where shims tell their events.
 *
 * <p>A shim learns the address when it starts, mostly connects once and knows no way to be told
 * otherwise. So its connection stays, whichever listener comes after the one that it found, and an
 * address that was in use is listened on as long as the daemon runs.
 */
@Component(service = ShimEvents.class)
public final class ShimEvents {
  private static final Logger LOG = System.getLogger("io.felucca.server");

  private final EventForwarding events;
  private final OpenSockets sockets = new OpenSockets();
  private final ExecutorService threads = CallThreads.named("ttrpc");
  private final Map<Path, OpenSockets.Held> open = new LinkedHashMap<>();
  private TtrpcTransport transport;
  private Object newest;

  @Activate
  public ShimEvents(@Reference PluginRegistry plugins) {
    this.events = new EventForwarding(plugins);
  }

  /**
   * Listens on an address from now on, on behalf of {@code who}.
   *
   * @param folder where addresses of earlier are remembered
   * @throws IOException if the address cannot be had; all goes on as it was
   */
  synchronized void listen(SocketFile file, Path folder, Object who) throws IOException {
    add(file);
    EarlierAddresses earlier = new EarlierAddresses(folder);
    if (newest == null) {
      earlier
          .used(file.path())
          .forEach(path -> addEarlier(new SocketFile(path, file.mode(), -1, -1)));
    }
    earlier.write(open.keySet());
    newest = who;
  }

  private void addEarlier(SocketFile file) {
    try {
      add(file);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "earlier ttrpc address not served address="
              + file.path()
              + " error="
              + e.getMessage()
              + ": exits of containers that were started with it are noticed late");
    }
  }

  private void add(SocketFile file) throws IOException {
    OpenSockets.Held held = sockets.take(file);
    OpenSockets.Held before = open.get(file.path());
    if (before != null && before.isSameAs(held)) {
      held.close();
      return;
    }
    serve(held);
    open.put(file.path(), held);
    if (before != null) {
      before.close();
    }
  }

  private void serve(OpenSockets.Held held) throws IOException {
    try {
      if (transport == null) {
        transport = new TtrpcTransport("ttrpc-io");
      }
      transport.serve(held.listener().channel(), events.services(), threads);
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** {@code who} goes; where nobody came after it, all is closed and all shims are hung up on. */
  synchronized void leave(Object who) {
    if (newest == who) {
      close();
    }
  }

  private synchronized void close() {
    newest = null;
    if (transport != null) {
      transport.close();
      transport = null;
    }
    open.values().forEach(OpenSockets.Held::close);
    open.clear();
  }

  @Deactivate
  void end() {
    close();
    threads.shutdown();
  }
}
