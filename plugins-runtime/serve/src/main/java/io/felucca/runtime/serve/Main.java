package io.felucca.runtime.serve;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code bin/containerd-shim-felucca-v2} runs Java for.
 *
 * <pre>
 * serve FOLDER ROOT PROGRAM   serves the folder until it is retired; prints a line when it listens
 * rehearse SOCKET BUNDLE      calls such a process as containerd does, for the class archive
 * info                        reads options, prints a description of the runtime
 * version                     prints the version
 * </pre>
 */
public final class Main {
  private static final Duration IDLE = Duration.ofSeconds(5);

  private Main() {}

  /** Exit code 1 and a line on standard error where something fails. */
  public static void main(String[] args) throws Exception {
    try {
      run(args);
    } catch (IOException | RuntimeException e) {
      System.err.println("containerd-shim-felucca-v2: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String[] args) throws Exception {
    switch (args[0]) {
      case "serve" -> serve(new Place(Path.of(args[1])), Path.of(args[2]), args[3]);
      case "rehearse" -> Rehearsal.of(Path.of(args[1]), Path.of(args[2]));
      case "info" -> System.out.write(Info.of(System.in.readAllBytes()));
      case "version" ->
          System.out.printf(
              "containerd-shim-felucca-v2:%n  Version:  %s%n  Revision: %n%n", Info.version());
      default -> throw new IOException("unknown command " + args[0]);
    }
    System.out.flush();
  }

  private static void serve(Place place, Path root, String program) throws Exception {
    if (Boolean.getBoolean("felucca.debug")) {
      ShimLog.setThreshold(Level.DEBUG);
    }
    Server server = new Server(place, root, Server.factory(), IDLE, new Permission(program, place));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
    server.start();
    System.out.println("listening");
    System.out.close(); // the script waits for this
    server.await();
    System.exit(0);
  }

  private static void close(Server server) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("containerd-shim-felucca-v2: " + e.getMessage());
    }
  }
}
