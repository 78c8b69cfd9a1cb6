package io.felucca.runtime.serve;

import io.felucca.api.Fault;
import io.felucca.ttrpc.TtrpcAddress;
import io.felucca.ttrpc.TtrpcServer;
import io.felucca.ttrpc.TtrpcServices;
import io.felucca.ttrpc.TtrpcTransport;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The sockets of all namespaces; for each, the script has written down where it shall be. */
final class Sockets implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path folder;
  private final TtrpcTransport transport;
  private final Executor executor;
  private final Function<String, TtrpcServices> services;
  private final Map<String, TtrpcServer> servers = new HashMap<>();

  /**
   * @param folder a file for each namespace, with the path of its socket
   * @param services what is answered in a namespace
   */
  Sockets(
      Path folder,
      TtrpcTransport transport,
      Executor executor,
      Function<String, TtrpcServices> services) {
    this.folder = folder;
    this.transport = transport;
    this.executor = executor;
    this.services = services;
  }

  /** Listens in every namespace there was so far, in place of those who did before. */
  void listen() throws IOException {
    // what begins with a dot is being written
    try (DirectoryStream<Path> namespaces = Files.newDirectoryStream(folder, "[!.]*")) {
      for (Path namespace : namespaces) {
        Files.deleteIfExists(path(namespace));
        listen(namespace.getFileName().toString());
      }
    }
  }

  /** Listens in one namespace more. */
  synchronized void listen(String namespace) {
    try {
      if (!servers.containsKey(namespace)) {
        TtrpcAddress address = TtrpcAddress.of(path(folder.resolve(namespace)));
        servers.put(namespace, transport.serve(address, services.apply(namespace), executor));
        Files.setPosixFilePermissions(address.path(), OWNER_ONLY);
      }
    } catch (IOException e) {
      throw Fault.io("cannot listen for namespace " + namespace, e);
    }
  }

  private static Path path(Path namespace) throws IOException {
    return Path.of(Files.readString(namespace).strip());
  }

  /** Hangs up everywhere and removes the sockets. */
  @Override
  public synchronized void close() throws IOException {
    for (Map.Entry<String, TtrpcServer> each : servers.entrySet()) {
      each.getValue().close();
      Files.deleteIfExists(path(folder.resolve(each.getKey())));
    }
    servers.clear();
  }
}
