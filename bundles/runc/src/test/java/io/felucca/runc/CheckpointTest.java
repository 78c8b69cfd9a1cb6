package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.wire.options.CheckpointOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The words that runtimes get, with a script in the place of one. */
public class CheckpointTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Answers of what is asked first. */
  private static final String STATE =
      "for word; do case $word in state) echo '{\"id\":\"c1\",\"pid\":0,\"status\":\"running\",'"
          + "'\"bundle\":\"/b\"}'; exit;; ps) echo '[]'; exit;; esac; done; ";

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private OciRuntime runtime(String name, String shell) throws IOException {
    Path script = Files.writeString(path(name), "#!/bin/sh\n" + shell + "\n");
    script.toFile().setExecutable(true);
    RuncDefaults defaults = new RuncDefaults(script.toString(), path("root"), false);
    return new OciRuntime(RuncSettings.of(null, defaults), path("log.json"));
  }

  private OciRuntime noting() throws IOException {
    return runtime(
        "noting",
        "[ \"$1\" = --version ] && echo runc version 1.1.5 && exit; "
            + STATE
            + "echo \"$@\" > "
            + path("words"));
  }

  @Test
  public void everyOptionIsSaid() throws IOException {
    CheckpointOptions all =
        CheckpointOptions.newBuilder()
            .setOpenTcp(true)
            .setExternalUnixSockets(true)
            .setTerminal(true)
            .setFileLocks(true)
            .addEmptyNamespaces("network")
            .setCgroupsMode("soft")
            .setParentPath("../before")
            .build();
    noting().checkpoint("c1", all, path("image"), path("work"));
    String words = Files.readString(path("words"));
    String options =
        " --tcp-established --ext-unix-sk --shell-job --file-locks"
            + " --manage-cgroups-mode soft --empty-ns network";
    String places = " --image-path " + path("image") + " --work-path " + path("work");
    assertTrue(
        words,
        words.endsWith(
            " checkpoint"
                + places
                + " --parent-path ../before --leave-running"
                + options
                + " c1\n"));
    assertEquals(
        "what it was written with counts again",
        (places + options + " --no-subreaper").strip(),
        String.join(" ", noting().restoreOptions(path("image"), path("work"))));
  }

  @Test
  public void runningEndsOnlyWhereThatIsSaid() throws IOException {
    CheckpointOptions exit = CheckpointOptions.newBuilder().setExit(true).build();
    noting().checkpoint("c1", exit, path("image"), path("work"));
    String words = Files.readString(path("words"));
    assertTrue(words, words.endsWith(" --work-path " + path("work") + " c1\n"));
  }

  @Test
  public void crunKnowsFewerOptions() throws IOException {
    OciRuntime crun = runtime("crun", "echo crun version 1.14");
    assertEquals(
        List.of("--image-path", "/i", "--work-path", "/w"),
        crun.restoreOptions(Path.of("/i"), Path.of("/w")));
  }

  @Test
  public void failureTellsTheFirstLineTheLogAndItsLastErrors() throws IOException {
    OciRuntime failing =
        runtime(
            "failing",
            STATE
                + "echo '(00.1) Error (criu/x.c:1): first' > "
                + path("work/dump.log")
                + "; echo '(00.2) Error (criu/y.c:2): last' >> "
                + path("work/dump.log")
                + "; echo '(00.3) Error (criu/cr-dump.c:9): Dumping FAILED.' >> "
                + path("work/dump.log")
                + "; echo criu failed: type NOTIFY errno 0; echo log file: x; exit 1");
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                failing.checkpoint(
                    "c1", CheckpointOptions.getDefaultInstance(), path("image"), path("work")));
    assertEquals(
        path("failing")
            + " did not terminate successfully: exit status 1: criu failed: type NOTIFY errno 0"
            + " path= "
            + path("criu-dump.log")
            + ": Error (criu/x.c:1): first; Error (criu/y.c:2): last",
        fault.getMessage());
    assertTrue(Files.exists(path("criu-dump.log")));
  }

  @Test
  public void failureWithoutALogTellsWhatToLookAt() throws IOException {
    OciRuntime failing = runtime("failing", STATE + "echo no criu here; exit 1");
    Fault fault =
        assertThrows(
            Fault.class,
            () ->
                failing.checkpoint(
                    "c1", CheckpointOptions.getDefaultInstance(), path("image"), path("work")));
    assertTrue(fault.getMessage(), fault.getMessage().contains("no criu here; criu wrote no log"));
    assertTrue(fault.getMessage(), fault.getMessage().contains("CriuPath"));
  }

  @Test
  public void failedRestoreTellsItsLog() throws IOException {
    Files.createDirectories(path("work"));
    Files.writeString(path("work/restore.log"), "(00.1) Error (criu/z.c:3): no such file\n");
    Fault fault =
        noting()
            .restoreFailure(path("none.json"), 1, "criu failed: type NOTIFY errno 0", path("work"));
    assertTrue(fault.getMessage(), fault.getMessage().startsWith("OCI runtime restore failed: "));
    assertTrue(
        fault.getMessage(),
        fault
            .getMessage()
            .endsWith(" path= " + path("criu-restore.log") + ": Error (criu/z.c:3): no such file"));
  }
}
