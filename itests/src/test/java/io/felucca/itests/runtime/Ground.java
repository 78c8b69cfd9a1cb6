package io.felucca.itests.runtime;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Prototype;
import io.felucca.itests.fixture.Rpc;
import java.nio.file.Files;

/** A daemon that may be killed, with what containers are made of. */
final class Ground implements AutoCloseable {
  private final Daemon daemon;
  private final String namespace;
  private final Prototype prototype;

  private Ground(Daemon daemon, String namespace) throws Exception {
    this.daemon = daemon;
    this.namespace = namespace;
    daemon.ctr("-n", namespace, "images", "import", BusyboxImage.archive().toString()).ok();
    daemon
        .ctr(
            "-n",
            namespace,
            "containers",
            "create",
            BusyboxImage.NAME,
            "proto",
            Prototype.COMMAND.get(0),
            Prototype.COMMAND.get(1))
        .ok();
    try (Rpc rpc = rpc()) {
      prototype = new Prototype(rpc.channel(), namespace, "proto", "/" + namespace + "/");
    }
  }

  static Ground open() throws Exception {
    Daemon daemon = Daemon.configured(Files.createTempDirectory("felucca-it"), "");
    daemon.start();
    return new Ground(daemon, "kills-" + ProcessHandle.current().pid());
  }

  Daemon daemon() {
    return daemon;
  }

  String namespace() {
    return namespace;
  }

  Prototype prototype() {
    return prototype;
  }

  Rpc rpc() {
    return new Rpc(daemon.address(), namespace);
  }

  /** Starts the daemon again. */
  void revive() throws Exception {
    daemon.start();
  }

  @Override
  public void close() throws Exception {
    daemon.close();
  }
}
