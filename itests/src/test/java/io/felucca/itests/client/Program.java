package io.felucca.itests.client;

import io.felucca.api.Fault;
import io.felucca.client.Felucca;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.wire.tasks.TasksGrpc;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java program of its own with the client library, from files that every user may read. */
final class Program {
  private static final List<Class<?>> USED =
      List.of(
          Felucca.class,
          RuntimeSpec.class,
          Fault.class,
          TasksGrpc.class,
          io.grpc.ManagedChannel.class,
          com.google.protobuf.Message.class,
          com.google.gson.JsonObject.class);

  private final Path folder;

  /**
   * Copies what is needed.
   *
   * @param folder is made readable for all
   */
  Program(Path folder) throws IOException, URISyntaxException {
    this.folder = folder;
    open(folder);
    for (Class<?> each : USED) {
      Path jar = place(each);
      Path copy = folder.resolve(jar.getFileName().toString());
      if (Files.notExists(copy)) {
        open(Files.copy(jar, copy));
      }
    }
  }

  private static Path place(Class<?> of) throws URISyntaxException {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Its command line.
   *
   * @param main has no inner classes
   */
  List<String> command(Class<?> main, String... arguments) throws Exception {
    String file = main.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve("classes").resolve(file);
    if (Files.notExists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(place(main).resolve(file), copy);
      for (Path each = copy; !each.equals(folder); each = each.getParent()) {
        open(each);
      }
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private String classPath() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }
}
