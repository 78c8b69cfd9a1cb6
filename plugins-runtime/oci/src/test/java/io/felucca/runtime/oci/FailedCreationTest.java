package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.TypedValue;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import io.felucca.api.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class FailedCreationTest {
  private static final Path CONMON = Path.of("/usr/bin/conmon");

  @Rule public final RealTasks real = new RealTasks();

  private Fault refused(TaskSpec spec) throws IOException {
    Fault fault = assertThrows(Fault.class, () -> real.manager.create(real.scope, spec));
    real.assertNothingLeft("bad");
    assertTrue(real.manager.list(real.scope).isEmpty());
    assertEquals(List.of(), real.events.topics());
    return fault;
  }

  @Test
  public void programThatIsMissingIsNamed() throws IOException {
    String json =
        RealTasks.spec(real.namespace, "bad", "exit 0", "").replace("/bin/busybox", "/bin/none");
    Fault fault = refused(real.spec("bad", json, RealTasks.NO_IO));
    assertTrue(
        fault.getMessage(),
        fault.getMessage().startsWith("failed to create shim task: OCI runtime create failed: "));
    assertTrue(fault.getMessage(), fault.getMessage().contains("/bin/none"));
  }

  @Test
  public void specificationThatIsNoneIsInvalid() throws IOException {
    Fault fault = refused(real.spec("bad", "{nonsense", RealTasks.NO_IO));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void mountThatFailsUndoesTheOthers() throws IOException {
    TaskSpec good = real.spec("bad", "exit 0");
    Mount none = Mount.of("bind", "/no/such/folder", List.of("rbind"));
    TaskSpec bad =
        new TaskSpec(
            "bad",
            good.runtime(),
            good.spec(),
            List.of(good.rootfs().get(0), none),
            good.io(),
            null,
            "",
            "");
    assertTrue(refused(bad).getMessage().contains("failed to mount rootfs component"));
  }

  @Test
  public void fifosMustBeThere() throws IOException {
    String json = RealTasks.spec(real.namespace, "bad", "exit 0", "");
    TaskIo io = new TaskIo("", "/no/such/fifo", "", false);
    refused(real.spec("bad", json, io));
  }

  @Test
  public void optionsOfOthersAreRefused() throws IOException {
    TaskSpec good = real.spec("bad", "exit 0");
    TaskSpec bad =
        new TaskSpec(
            "bad",
            good.runtime(),
            good.spec(),
            good.rootfs(),
            good.io(),
            new TypedValue("acme.Options", new byte[] {1}),
            "",
            "");
    assertEquals(Fault.Kind.INVALID_ARGUMENT, refused(bad).kind());
  }

  @Test
  public void runtimeThatIsMissingIsNamed() throws IOException {
    real.manager.close();
    real.manager = real.with("/no/such/runtime");
    assertTrue(refused(real.spec("bad", "exit 0")).getMessage().contains("/no/such/runtime"));
  }

  @Test
  public void programThatIsNoRuntimeIsNamed() throws IOException {
    for (String supervisor : List.of("reaper", "conmon")) {
      assumeTrue(supervisor, supervisor.equals("reaper") || Files.exists(CONMON));
      real.manager.close();
      real.manager = real.with("/bin/true", supervisor);
      Fault fault = refused(real.spec("bad", "exit 0"));
      assertEquals(Fault.Kind.UNKNOWN, fault.kind());
      assertTrue(
          fault.getMessage(),
          fault
              .getMessage()
              .startsWith(
                  "failed to create shim task: OCI runtime create failed: /bin/true create ended"
                      + " with status 0 without having made a process"));
      assertTrue(fault.getMessage(), fault.getMessage().contains("BinaryName"));
    }
  }

  @Test
  public void execOfAProgramThatMakesNoneIsToldToo() throws IOException {
    Path program = real.path("runtime");
    Files.writeString(
        program, "#!/bin/sh\ncase \" $* \" in *\" exec \"*) exit 0;; esac\nexec runc \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    real.manager.close();
    real.manager = real.with(program.toString());
    Task task = real.sleeper("t");
    task.exec(real.scope, RealTasks.exec("e", "exit 0"));
    Fault fault = assertThrows(Fault.class, () -> task.start(real.scope, "e"));
    assertTrue(
        fault.getMessage(),
        fault
            .getMessage()
            .startsWith("OCI runtime exec failed: " + program + " exec ended with status 0"));
    assertEquals(TaskStatus.CREATED, task.state(real.scope, "e").status());
    task.delete(real.scope, "e");
  }

  /** Whatever point it has come to. */
  @Test
  public void runtimeThatIsKilledLeavesNothing() throws IOException {
    Path program = real.path("runtime");
    real.manager.close();
    real.manager = real.with(program.toString());
    for (int round = 1; round <= 12; round++) {
      Files.writeString(
          program,
          "#!/bin/bash\nif [[ \" $* \" == *\" create \"* ]]; then runc \"$@\" & sleep 0.0"
              + String.format("%02d", round * 3)
              + "; kill -9 $!; wait $!; exit 137; fi\nexec runc \"$@\"\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        real.manager.create(real.scope, real.spec("bad", "exit 0")).delete(real.scope, "");
      } catch (Fault e) {
        assertEquals(Fault.Kind.UNKNOWN, e.kind());
      }
      real.assertNothingLeft("bad");
    }
  }

  @Test
  public void groupsOfOthersAreLeftAlone() throws IOException {
    real.sleeper("good");
    String json =
        RealTasks.spec(real.namespace, "good", "exit 0", "{\"type\":\"pid\"},")
            .replace("/bin/busybox", "/bin/none");
    assertThrows(
        Fault.class,
        () -> real.manager.create(real.scope, real.spec("bad", json, RealTasks.NO_IO)));
    assertEquals(
        "RUNNING", real.manager.get(real.scope, "good").state(real.scope, "").status().toString());
  }
}
