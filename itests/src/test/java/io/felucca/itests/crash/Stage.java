package io.felucca.itests.crash;

import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;

/** The daemon that is killed again and again, and connections to its present life. */
final class Stage implements AutoCloseable {
  static final String NAMESPACE = "crash";

  /**
   * For busy machines. A shim's program that takes longer to clean up is given up, and what it has
   * not ended stays; a task whose shim takes longer to tell its state is left out of lists. Shims
   * have only the usual time to be adopted in (shim.load): being late costs them nothing.
   */
  private static final String PATIENCE =
      "[timeouts]\n\"io.containerd.timeout.shim.cleanup\" = \"60s\"\n"
          + "\"io.containerd.timeout.task.state\" = \"60s\"\n";

  private final Daemon daemon;
  private volatile Rpc rpc;

  private Stage(Daemon daemon) {
    this.daemon = daemon;
    this.rpc = connect();
  }

  static Stage open() throws Exception {
    Daemon daemon = Daemon.configured(Files.createTempDirectory("felucca-it"), PATIENCE);
    daemon.start();
    return new Stage(daemon);
  }

  private Rpc connect() {
    return new Rpc(daemon.address(), NAMESPACE);
  }

  Daemon daemon() {
    return daemon;
  }

  Rpc rpc() {
    return rpc;
  }

  void kill() throws InterruptedException {
    daemon.kill();
    rpc.close();
  }

  /**
   * Starts the daemon again; asks it nothing before it listens, because that would slow it down.
   */
  void revive() throws Exception {
    daemon.launch(List.of());
    daemon.await("the daemon listens", this::listens);
    daemon.await("the daemon answers", daemon::answers);
    rpc = connect();
  }

  private boolean listens() {
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(daemon.address())).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  Command ctr(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 2];
    all[0] = "-n";
    all[1] = NAMESPACE;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return daemon.ctr(all);
  }

  @Override
  public void close() throws Exception {
    rpc.close();
    daemon.close();
  }
}
