package io.felucca.itests.kernel;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/**
 * The daemon's own bundle list in a framework that the test runs in: the list is that of the
 * distribution, not a second one.
 */
final class InFramework {
  static final Path FOLDER = Path.of(System.getProperty("it.tmp"), "kernel");
  static final Path SOCKET = FOLDER.resolve("grpc.sock");

  private InFramework() {}

  static Option daemon() throws IOException {
    Files.createDirectories(FOLDER);
    Path config = FOLDER.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        [grpc]
          address = "%1$s/grpc.sock"
        """
            .formatted(FOLDER));
    String home = System.getProperty("it.home");
    return composite(
        composite(bundles(Path.of(home, "bundles"))),
        frameworkProperty("felucca.home").value(home),
        frameworkProperty("felucca.args")
            .value(String.join("\0", List.of("-c", config.toString()))),
        frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
        systemProperty("it.tmp").value(System.getProperty("it.tmp")),
        junitBundles(),
        cleanCaches());
  }

  private static Option[] bundles(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.sorted().map(jar -> bundle("reference:" + jar.toUri())).toArray(Option[]::new);
    }
  }
}
