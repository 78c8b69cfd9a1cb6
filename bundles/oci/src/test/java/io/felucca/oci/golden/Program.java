package io.felucca.oci.golden;

import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine. */
final class Program {
  private static final long PATIENCE_SECONDS = 60;

  record Ended(int status, byte[] output) {
    String text() {
      return new String(output, StandardCharsets.UTF_8);
    }

    Ended ok() {
      assertEquals(text(), 0, status);
      return this;
    }
  }

  private Program() {}

  static Ended run(String... command) throws Exception {
    Path output = Files.createTempFile("output", "");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(command) + " does not end");
      }
      return new Ended(process.exitValue(), Files.readAllBytes(output));
    } finally {
      Files.delete(output);
    }
  }

  static boolean isInstalled(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
