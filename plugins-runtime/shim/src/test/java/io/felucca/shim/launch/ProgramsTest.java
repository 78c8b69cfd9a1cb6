package io.felucca.shim.launch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.wire.runtime.RuntimeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProgramsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path program(String dir, String name) throws IOException {
    Path path = folder.getRoot().toPath().resolve(dir);
    Path file = Files.createDirectories(path).resolve(name);
    Files.writeString(file, "#!/bin/sh\n");
    file.toFile().setExecutable(true);
    return file;
  }

  private Programs programs(String daemon) {
    String root = folder.getRoot().toString();
    return new Programs(root + "/a:relative::" + root + "/b", daemon);
  }

  @Test
  public void lastTwoPartsOfTheNameMakeTheProgramsName() {
    assertEquals("containerd-shim-runc-v2", Programs.name("io.containerd.runc.v2"));
    assertEquals("containerd-shim-kata-v2", Programs.name("kata.v2"));
    assertEquals("", Programs.name("runc"));
    assertEquals("", Programs.name(".v2"));
  }

  @Test
  public void firstInThePathIsTaken() throws IOException {
    Path second = program("b", "containerd-shim-x-v1");
    assertEquals(second, programs("").find("io.x.v1"));
    Path first = program("a", "containerd-shim-x-v1");
    assertEquals(
        "found at once, though the other was found before", first, programs("").find("io.x.v1"));
  }

  @Test
  public void besideTheDaemonIsTheLastPlace() throws IOException {
    Path beside = program("c", "containerd-shim-y-v1");
    String daemon = beside.resolveSibling("felucca").toString();
    assertEquals(beside, programs(daemon).find("io.y.v1"));
    Path inPath = program("b", "containerd-shim-y-v1");
    assertEquals(inPath, programs(daemon).find("io.y.v1"));
  }

  @Test
  public void absolutePathsAreThemselvesAndMustExist() throws IOException {
    Path file = program("d", "anything");
    assertEquals(file, programs("").find(file.toString()));
    Fault missing = assertThrows(Fault.class, () -> programs("").find("/nowhere/x"));
    assertEquals(Fault.Kind.UNKNOWN, missing.kind());
    assertTrue(missing.getMessage().contains("invalid custom binary path: stat /nowhere/x"));
  }

  @Test
  public void relativePathsAndBareNamesAreRefused() {
    for (String bad : new String[] {"a/b.v1", "./x.v1", "runc", ""}) {
      Fault fault = assertThrows(bad, Fault.class, () -> programs("").find(bad));
      assertEquals(bad, Fault.Kind.INVALID_ARGUMENT, fault.kind());
      assertFalse(bad, RuntimeNames.isWellFormed(bad));
    }
  }

  @Test
  public void missingProgramIsNamed() {
    Fault fault = assertThrows(Fault.class, () -> programs("").find("io.containerd.none.v9"));
    assertEquals(
        "failed to start shim: failed to resolve runtime path: runtime \"io.containerd.none.v9\" binary not installed \"containerd-shim-none-v9\":"
            + " file does not exist",
        fault.getMessage());
    assertEquals(Fault.Kind.UNKNOWN, fault.kind());
  }

  @Test
  public void recordedPathThatIsGoneIsLookedForAgain() throws IOException {
    Path now = program("a", "containerd-shim-z-v2");
    assertEquals(now, programs("").findAgain("/old/place/containerd-shim-z-v2"));
    assertEquals(now, programs("").findAgain(now.toString()));
    assertEquals(now, programs("").findAgain("io.z.v2"));
  }
}
