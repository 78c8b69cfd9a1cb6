package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

public class DurableTest {
  @Rule public final Workplace work = new Workplace();

  @Test
  public void contentReplacesTheOldAndNothingElseIsLeft() throws Exception {
    Path file = work.file("f", "a much longer text than the new one");
    Durable.write(file, "new".getBytes());
    assertEquals("new", Files.readString(file));
    assertEquals(0600, Stat.of(file).permissions());
    assertEquals(1, Directory.list(work.root()).size());
  }

  @Test
  public void permissionsAreAsOrdered() throws Exception {
    Durable.write(work.path("f"), new byte[0], 0666);
    assertEquals(0666, Stat.of(work.path("f")).permissions());
  }

  @Test
  public void failureLeavesNothingBehind() throws Exception {
    work.file("f/inside", "x");
    assertFails(Errno.EISDIR, () -> Durable.write(work.path("f"), new byte[1]));
    assertEquals(1, Directory.list(work.root()).size());
    assertFails(Errno.ENOENT, () -> Durable.write(work.path("none/f"), new byte[1]));
  }

  @Test
  public void renameReplacesInAnotherDirectory() throws Exception {
    Path from = work.file("a/f", "new");
    Path to = work.file("b/f", "old");
    Durable.rename(from, to);
    assertEquals("new", Files.readString(to));
    assertEquals(false, Files.exists(from));
    Durable.syncDirectory(work.root());
  }
}
