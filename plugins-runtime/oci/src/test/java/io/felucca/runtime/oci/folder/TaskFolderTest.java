package io.felucca.runtime.oci.folder;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.FolderLock;
import io.felucca.linux.MountFlags;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    folder.exec("e").hide().finish();
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
  public void leftoversOfExecsRemovalsAreSweptToo() throws IOException {
    folder.fillExec(folder.makeExec("gone"), new byte[0], IO);
    folder.fillExec(folder.makeExec("there"), new byte[0], IO);
    Path hidden = folder.exec("gone").hide().hidden();
    assertTrue(Files.exists(hidden));
    assertEquals(List.of("there"), folder.execs());
    folders.sweep();
    assertFalse(Files.exists(hidden));
    assertEquals(List.of("there"), folder.execs());
  }

  @Test
  public void nameIsFreeWhileWhatHadItIsRemoved() {
    folder.fillExec(folder.makeExec("e"), new byte[0], IO);
    Removal first = folder.exec("e").hide();
    folder.fillExec(folder.makeExec("e"), new byte[0], IO);
    Removal second = folder.exec("e").hide();
    assertNotEquals(first.hidden(), second.hidden());
    first.finish();
    assertTrue(Files.exists(second.hidden()));
    second.finish();
    second.finish();
    assertFalse(Files.exists(second.hidden()));
  }

  @Test
  public void removalOfWhatIsGoneIsNothing() {
    folder.exec("never").hide().finish();
    folder.delete();
    folder.delete();
    assertFalse(folder.exists());
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
    try (FolderLock lock = Locks.take("task", folder.path(), Duration.ofSeconds(1))) {
      assertEquals(Optional.empty(), Locks.tryTake("task", folder.path()));
      Fault fault =
          assertThrows(Fault.class, () -> Locks.take("task", folder.path(), Duration.ofMillis(20)));
      assertEquals(Fault.Kind.UNAVAILABLE, fault.kind());
      folder.delete();
    }
    Fault fault = assertThrows(Fault.class, () -> Locks.tryTake("task", folder.path()));
    assertEquals(Fault.Kind.NOT_FOUND, fault.kind());
  }

  @Test
  public void rootIsThereWithoutMountsToo() {
    folder.rootfs().mount(List.of());
    assertTrue(Files.isDirectory(folder.rootfs().path()));
    folder.delete();
    assertFalse(folder.exists());
  }

  /** Whoever binds a folder above recursively has the root a second time, and keeps it busy. */
  @Test
  public void copiesOfTheRootElsewhereAreWaitedForAndNamed() throws Exception {
    Path place = temporary.newFolder("place").toPath();
    Path copy = temporary.newFolder("copy").toPath();
    TaskFolder task = TaskFolder.at(place, "ns", "t");
    task.make();
    task.rootfs().mount(List.of(Mount.of("tmpfs", "root", List.of())));
    Mounts.mount("bind", place.toString(), copy, List.of("rbind", "rprivate"));
    try {
      Fault busy = assertThrows(Fault.class, task::delete);
      String there = copy.toRealPath().resolve("ns/t/rootfs").toString();
      assertTrue(busy.getMessage(), busy.getMessage().contains(there));
    } finally {
      CompletableFuture<Void> deleted = CompletableFuture.runAsync(task::delete);
      Mounts.unmount(copy, MountFlags.MNT_DETACH);
      deleted.get(120, TimeUnit.SECONDS);
    }
    assertFalse(task.exists());
  }
}
