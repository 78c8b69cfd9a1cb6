package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Words that were compared with those of containerd 1.6. */
public class FailuresTest {
  private static final String WHAT = "OCI runtime create failed";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path log() {
    return folder.getRoot().toPath().resolve("log.json");
  }

  private OciRuntime runtime(String binary) {
    RuncDefaults defaults = new RuncDefaults(binary, folder.getRoot().toPath(), false);
    return new OciRuntime(RuncSettings.of(null, defaults), log());
  }

  private String told(String binary, int status, String said) {
    return runtime(binary).failure(log(), status, said, WHAT).getMessage();
  }

  private String unlogged() {
    return WHAT
        + ": unable to retrieve OCI runtime error (open "
        + log()
        + ": no such file or directory): ";
  }

  @Test
  public void lastErrorOfTheLogIsAllThatIsTold() throws IOException {
    Files.writeString(log(), "{\"level\":\"error\",\"msg\":\"runc create failed: no\"}");
    assertEquals(WHAT + ": runc create failed: no", told("runc", 1, "more"));
  }

  @Test
  public void missingProgramIsTold() {
    assertEquals(
        unlogged() + "fork/exec /no/such: no such file or directory", told("/no/such", 127, ""));
    assertEquals(
        unlogged() + "exec: \"nosuch\": executable file not found in $PATH",
        told("nosuch", 127, "sh: not found"));
  }

  @Test
  public void statusIsToldWhereThereIsNoLog() {
    assertEquals(
        unlogged() + "/bin/false did not terminate successfully: exit status 1",
        told("/bin/false", 1, "\n"));
    assertEquals(
        unlogged() + "/bin/false did not terminate successfully: exit status 2: oh no",
        told("/bin/false", 2, "oh no\n"));
    assertEquals(unlogged() + "no descriptor left", told("/bin/false", -1, "no descriptor left"));
  }

  @Test
  public void emptyLogIsNoMissingOne() throws IOException {
    Files.writeString(log(), "");
    assertEquals(
        WHAT + ": /bin/false did not terminate successfully: exit status 1",
        told("/bin/false", 1, ""));
  }

  @Test
  public void commandsOfMissingProgramsFailAlike() {
    Fault kill = assertThrows(Fault.class, () -> runtime("/no/such").kill("c", 9, false));
    assertEquals(
        "unknown error after kill: fork/exec /no/such: no such file or directory",
        kill.getMessage());
    Fault start = assertThrows(Fault.class, () -> runtime("/no/such").start("c"));
    assertEquals(
        "OCI runtime start failed: fork/exec /no/such: no such file or directory",
        start.getMessage());
    Fault version = assertThrows(Fault.class, () -> runtime("nosuch").version());
    assertEquals("exec: \"nosuch\": executable file not found in $PATH", version.getMessage());
  }

  @Test
  public void missingProgramHasNoFeatures() {
    assertEquals(Features.UNTOLD, runtime("nosuch").features());
  }
}
