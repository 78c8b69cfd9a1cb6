package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/**
 * The suite with crun, in a program of its own: crun refuses a host with control groups of both
 * versions, so that program has a mount namespace where the second is not seen.
 */
public class CrunSuiteTest {
  private static final String HIDE =
      "if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi; exec \"$@\"";

  @Test
  public void suiteOfAllRuntimesPasses() throws Exception {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    assumeTrue("needs crun", Files.exists(Path.of("/usr/bin/crun")));
    Process suite =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "-m",
                    "--propagation",
                    "private",
                    "sh",
                    "-c",
                    HIDE,
                    "sh",
                    ProcessHandle.current().info().command().orElse("java"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.junit.runner.JUnitCore",
                    CrunInside.class.getName()))
            .redirectErrorStream(true)
            .start();
    String said = new String(suite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(said, 0, suite.waitFor());
  }
}
