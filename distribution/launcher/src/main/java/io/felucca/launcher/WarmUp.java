package io.felucca.launcher;

/**
 * Does on a second processor, while the framework is being built, what needs no framework: reads
 * manifests and initialises classes that the boot and the first call will need, those whose
 * initialisers take long and depend on nothing.
 *
 * <p>They are on the class path, so the bundles will find them ready. Nothing relies on it: what is
 * not there or fails here is left to whoever needs it.
 */
final class WarmUp implements Runnable {
  /** What the framework's own beginning waits for. */
  private static final String[] FRAMEWORK = {
    "org.apache.felix.framework.util.SecureAction",
    "org.apache.felix.framework.util.Util",
    "org.apache.felix.framework.util.SecurityManagerEx",
  };

  private static final String[] CLASSES = {
    "org.osgi.framework.FrameworkUtil",
    "org.tomlj.internal.TomlLexer",
    "org.tomlj.internal.TomlParser",
    "io.grpc.netty.NettyServerBuilder",
    "io.netty.channel.nio.NioEventLoop",
    "io.grpc.internal.ServerImplBuilder",
    "io.netty.bootstrap.ServerBootstrap",
    "io.grpc.netty.NettyServer",
    "io.netty.channel.socket.nio.NioServerDomainSocketChannel",
    "io.netty.util.concurrent.GlobalEventExecutor",
    "io.netty.buffer.PooledByteBufAllocator",
    "io.netty.buffer.ByteBufUtil",
    "io.netty.channel.DefaultChannelPipeline",
    "io.netty.channel.DefaultChannelId",
    "io.netty.util.NetUtil",
    "io.grpc.netty.NettyServerHandler",
    "io.netty.handler.codec.http2.Http2ConnectionHandler",
    "com.google.protobuf.Empty",
  };

  private final ClassPathConnector connector;

  private WarmUp(ClassPathConnector connector) {
    this.connector = connector;
  }

  static void start(ClassPathConnector connector) {
    Thread thread = new Thread(new WarmUp(connector), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    initialise(FRAMEWORK);
    connector.readAhead();
    // Finds the loggers of the process, for which the Java runtime looks into every jar.
    System.getLogger("launcher");
    initialise(CLASSES);
  }

  private static void initialise(String[] classes) {
    for (String name : classes) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException | LinkageError e) {
        return;
      }
    }
  }
}
