package io.felucca.reaper;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.linux.Spawn;
import io.felucca.linux.Unix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReaperProgramTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path programs;

  @Before
  public void reaperWasBuilt() {
    Assume.assumeTrue(ReaperProgram.isBuilt());
    programs = folder.getRoot().toPath().resolve("programs");
  }

  @Test
  public void manyDaemonsUnpackOneFile() throws Exception {
    Set<Path> files = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 8).parallel().forEach(i -> files.add(new ReaperProgram(programs).file()));
    assertEquals(1, files.size());
    try (Stream<Path> there = Files.list(programs)) {
      assertEquals(files, Set.copyOf(there.toList()));
    }
  }

  @Test
  public void damagedFileIsReplaced() throws Exception {
    Path file = new ReaperProgram(programs).file();
    byte[] content = Files.readAllBytes(file);
    Files.writeString(file, "#!/bin/false\n");
    assertEquals(file, new ReaperProgram(programs).file());
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  @Test
  public void folderThatForbidsExecutionIsToldSo() throws Exception {
    Assume.assumeTrue(Unix.effectiveUser() == 0);
    Files.createDirectories(programs);
    run("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "tmpfs", programs.toString());
    try {
      Fault fault = assertThrows(Fault.class, () -> new ReaperProgram(programs).file());
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().contains("noexec"));
    } finally {
      run("umount", programs.toString());
    }
  }

  private static void run(String... command) throws Exception {
    Spawn.Result result = Spawn.command(command).run();
    assertEquals(result.errors(), 0, result.exitCode());
  }
}
