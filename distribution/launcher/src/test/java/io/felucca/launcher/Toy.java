package io.felucca.launcher;

import io.felucca.launcher.toy.ToyActivator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A small installation, and the launcher run on it as a process of its own. */
final class Toy implements AutoCloseable {
  private static final String ACTIVATOR = ToyActivator.class.getName();

  private final Path home;
  private Process process;

  Toy(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("bundles"));
    bundle("toy", Map.of("Bundle-Activator", ACTIVATOR));
  }

  Path file(String name) {
    return home.resolve(name);
  }

  /**
   * Adds a bundle that holds the toy's activator, with the given headers besides the necessary
   * ones.
   */
  void bundle(String name, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Import-Package", "org.osgi.framework");
    headers.forEach(main::putValue);
    Path jar = home.resolve("bundles").resolve(name + ".jar");
    String entry = ACTIVATOR.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = Toy.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
  }

  /**
   * Starts the daemon with its state in the installation; its output goes to the file {@code log}.
   */
  Toy start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  Toy start(Map<String, String> environment, String... args) throws IOException {
    Files.deleteIfExists(file("booted"));
    // whoever runs the tests may ignore signals, as nohup does, and children inherit that
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal",
                java(),
                "-Xmx64m",
                "-Dfelucca.home=" + home,
                "-cp",
                classPath()));
    command.addAll(List.of(Main.class.getName(), "--state", file("state").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process =
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file("log").toFile())).start();
    return this;
  }

  private String classPath() {
    return home.resolve("bundles/toy.jar")
        + File.pathSeparator
        + System.getProperty("java.class.path");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  Toy awaitBoot() throws InterruptedException {
    await(() -> Files.exists(file("state/felucca/stamp")));
    return this;
  }

  /** Waits, for as long as a slow machine may need. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError(
            "the daemon did not do it; alive: " + process.isAlive() + "\n" + log());
      }
      Thread.sleep(10);
    }
  }

  long pid() {
    return process.pid();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the daemon does not end\n" + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(file("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }
}
