package io.felucca.runtime.oci.folder;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TaskFolderTest {
  private static final TaskIo IO = new TaskIo("/in", "file:///out", "", true);
  private static final TaskRecord RECORD =
      new TaskRecord("io.containerd.runc.v2", new byte[] {1, 2}, IO, "", "/g/t", true, false);

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private TaskFolders folders;
  private TaskFolder folder;

  @Before
  public void makeFolder() {
    folders = new TaskFolders(temporary.getRoot().toPath());
    folder = folders.at("ns", "t");
    folder.make();
  }

  @Test
  public void recordIsReadAsItWasWritten() {
    assertEquals(Optional.empty(), folder.record());
    folder.fill(new byte[] {'{', '}'}, RECORD, 0);
    TaskRecord read = folder.record().orElseThrow();
    assertEquals(RECORD.runtime(), read.runtime());
    assertArrayEquals(RECORD.options(), read.options());
    assertEquals(IO, read.io());
    assertEquals("/g/t", read.cgroup());
    assertTrue(read.cgroupIsOurs());
    assertFalse(read.sharesPids());
  }

  @Test
  public void marksAreSetOnceAndCleared() {
    ProcessFolder init = folder.init();
    assertFalse(init.has(Mark.STARTED));
    init.set(Mark.STARTED);
    init.set(Mark.STARTED);
    assertTrue(init.has(Mark.STARTED));
    init.clear(Mark.STARTED);
    init.clear(Mark.STARTED);
    assertFalse(init.has(Mark.STARTED));
    init.set(Mark.CREATED, "text");
    assertEquals("text", init.text(Mark.CREATED));
  }

  @Test
  public void laterTaskOfTheSameNameHasAnotherStamp() {
    folder.fill(new byte[0], RECORD, 0);
    String first = folder.init().stamp();
    assertEquals(first, folder.init().stamp());
    folder.delete();
    assertEquals("", folder.init().stamp());
    folder.make();
    folder.fill(new byte[0], RECORD, 0);
    assertNotEquals(first, folder.init().stamp());
  }

  @Test
  public void idsAreTakenWhileTheirFolderIsThere() {
    Fault fault = assertThrows(Fault.class, folder::make);
    assertEquals(Fault.Kind.ALREADY_EXISTS, fault.kind());
    folder.fillExec(folder.makeExec("e"), new byte[0], IO);
    assertThrows(Fault.class, () -> folder.makeExec("e"));
    assertEquals(List.of("e"), folder.execs());
    assertEquals(Optional.of(IO), folder.execIo("e"));
    TaskFolder.removeExec(folder.exec("e"));
    assertEquals(List.of(), folder.execs());
  }

  @Test
  public void leftoversOfRemovalsAreSweptAndNotListed() throws IOException {
    Path hidden = folder.path().resolveSibling(".gone");
    Files.createDirectories(hidden.resolve("inside"));
    assertEquals(List.of(folder), folders.list(""));
    folders.sweep();
    assertFalse(Files.exists(hidden));
    assertTrue(folder.exists());
  }

  @Test
  public void restartOfTheMachineIsNoticedOnce() throws IOException {
    assertFalse("nothing is known of an earlier one", folders.isOfEarlierBoot());
    assertFalse(folders.isOfEarlierBoot());
    Files.writeString(folders.state().resolve(".boot"), "another");
    assertTrue(folders.isOfEarlierBoot());
    assertFalse(folders.isOfEarlierBoot());
  }

  @Test
  public void oneHasTheRightAndItIsGoneWithTheFolder() {
    try (FolderLock lock = FolderLock.take(folder.path(), Duration.ofSeconds(1))) {
      assertEquals(Optional.empty(), FolderLock.tryTake(folder.path()));
      Fault fault =
          assertThrows(Fault.class, () -> FolderLock.take(folder.path(), Duration.ofMillis(20)));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      folder.delete();
    }
    Fault fault = assertThrows(Fault.class, () -> FolderLock.tryTake(folder.path()));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }
}
