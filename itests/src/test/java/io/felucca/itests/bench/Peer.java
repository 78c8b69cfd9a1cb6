package io.felucca.itests.bench;

import com.google.protobuf.Empty;
import io.felucca.grpc.GrpcChannel;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Groups;
import io.felucca.wire.version.VersionGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One of the two daemons that are measured: the same configuration, folders on the same file
 * system, the same clients.
 */
final class Peer implements AutoCloseable {
  private static final ExecutorService CALLBACKS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "bench-grpc");
            thread.setDaemon(true);
            return thread;
          });
  private static final int SECONDS = 30;

  final String name;
  private final Path folder;
  private final List<String> command;
  private Process process;
  private ManagedChannel channel;

  Peer(String name, Path folder, String program) throws IOException {
    this.name = name;
    this.folder = Files.createDirectories(folder);
    Path config = folder.resolve("config.toml");
    this.command = List.of(program, "-c", config.toString());
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/grpc.sock"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        """
            .formatted(folder));
  }

  Path folder() {
    return folder;
  }

  Path socket() {
    return folder.resolve("grpc.sock");
  }

  long pid() {
    return process.pid();
  }

  /** Starts it; milliseconds until it has answered its first call. */
  double start() throws Exception {
    Files.deleteIfExists(socket());
    long began = System.nanoTime();
    process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(SECONDS)) {
        throw new IOException(name + " does not come up: see " + folder.resolve("log"));
      }
      Thread.sleep(1);
    }
    channel = GrpcChannel.unix(socket(), CALLBACKS);
    while (true) {
      try {
        VersionGrpc.newBlockingStub(channel).version(Empty.getDefaultInstance());
        return (System.nanoTime() - began) / 1e6;
      } catch (StatusRuntimeException e) {
        Thread.sleep(1);
      }
    }
  }

  private boolean accepts() {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return socket.connect(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      return false;
    }
  }

  /** The channel, every call in the namespace {@code bench}. */
  Channel calls() {
    return ClientInterceptors.intercept(channel, new InNamespace());
  }

  /** Runs ctr; milliseconds. */
  double ctr(String... arguments) throws Exception {
    long began = System.nanoTime();
    ask(arguments).ok();
    return (System.nanoTime() - began) / 1e6;
  }

  /** What {@code ctr} says. */
  Command ask(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("ctr", "-a", socket().toString(), "-n", "bench"));
    all.addAll(List.of(arguments));
    return Command.run(folder, all.toArray(String[]::new));
  }

  void stop() throws Exception {
    if (process == null) {
      return;
    }
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
    process.destroy();
    process.waitFor(SECONDS, TimeUnit.SECONDS);
    process = null;
  }

  @Override
  public void close() throws Exception {
    stop();
    Groups.removeEmpty(List.of("bench", "bench-" + name));
  }

  private static final class InNamespace implements ClientInterceptor {
    private static final Metadata.Key<String> NAMESPACE =
        Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <A, B> ClientCall<A, B> interceptCall(
        MethodDescriptor<A, B> method, CallOptions options, Channel next) {
      return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<B> listener, Metadata headers) {
          headers.put(NAMESPACE, "bench");
          super.start(listener, headers);
        }
      };
    }
  }
}
