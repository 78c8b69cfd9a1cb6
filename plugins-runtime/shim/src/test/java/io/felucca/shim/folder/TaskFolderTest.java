package io.felucca.shim.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TaskFolderTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private TaskFolders folders;
  private TaskFolder folder;

  @Before
  public void makeFolders() {
    Path top = temporary.getRoot().toPath();
    folders = new TaskFolders(top.resolve("state"), top.resolve("root"));
    folder = folders.at("ns", "a");
  }

  private void make(String spec) {
    folder.make();
    folder.fill(folders.root(), spec.getBytes(UTF_8));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  public void layoutIsTheOneToolsKnow() throws IOException {
    make("{ \"odd\" : 1 }");
    assertArrayEquals(
        "{ \"odd\" : 1 }".getBytes(UTF_8),
        Files.readAllBytes(folder.path().resolve("config.json")));
    assertEquals("rwx--x--x", mode(folder.path().getParent()));
    assertEquals("rwx------", mode(folder.path()));
    assertEquals("rwx--x--x", mode(folder.rootfs()));
    assertEquals(
        folders.root().resolve("ns/a"), Files.readSymbolicLink(folder.path().resolve("work")));
    assertTrue(Files.isDirectory(folder.path().resolve("work")));
  }

  @Test
  public void groupOfAMappedRootMayEnter() throws IOException {
    make("{\"linux\":{\"gidMappings\":[{\"containerID\":5,\"hostID\":1},{\"hostID\":100000}]}}");
    assertEquals("rwx--x---", mode(folder.path()));
    assertEquals(100000, Files.getAttribute(folder.path(), "unix:gid"));
  }

  @Test
  public void secondOfTheSameNameIsRefused() {
    make("{}");
    Fault fault = assertThrows(Fault.class, folder::make);
    assertEquals(Fault.Kind.ALREADY_EXISTS, fault.kind());
  }

  @Test
  public void notesComeBack() throws IOException {
    make("{}");
    assertEquals(Optional.empty(), folder.endpoint());
    folder.noteRuntime("io.containerd.runc.v2", Path.of("/usr/bin/x"));
    folder.noteEndpoint(new Endpoint(3, "unix:///s", "ttrpc"));
    assertEquals("io.containerd.runc.v2", folder.runtime());
    assertEquals(Optional.of("/usr/bin/x"), folder.binary());
    assertEquals(Optional.of(new Endpoint(3, "unix:///s", "ttrpc")), folder.endpoint());
    assertEquals("/usr/bin/x", Files.readString(folder.path().resolve("shim-binary-path")));
  }

  @Test
  public void addressOfAnOlderDaemonsShimIsFound() throws IOException {
    make("{}");
    Files.writeString(folder.path().resolve("address"), "unix:///run/containerd/s/1");
    Files.writeString(folder.path().resolve("shim-binary-path"), "/usr/bin/x");
    assertEquals(2, folder.endpoint().orElseThrow().version());
    assertEquals("unix:///run/containerd/s/1", folder.endpoint().orElseThrow().address());
    assertEquals("/usr/bin/x", folder.runtime());
  }

  @Test
  public void deletionUnmountsAndTakesTheWorkFolderWithIt() throws IOException {
    make("{}");
    Path image = temporary.newFolder("image").toPath();
    Files.writeString(image.resolve("keep"), "this");
    Mounts.mount("bind", image.toString(), folder.rootfs(), List.of("bind"));
    Mounts.mount("tmpfs", "tmpfs", folder.rootfs(), List.of());
    folder.delete();
    assertFalse(folder.exists());
    assertFalse(Files.exists(folders.root().resolve("ns/a")));
    assertTrue(Files.exists(image.resolve("keep")));
    folder.delete(); // what is gone may go again
  }

  @Test
  public void filesInTheWayOfARootfsAreNotRemoved() throws IOException {
    make("{}");
    Files.writeString(folder.rootfs().resolve("somebodys"), "data");
    assertThrows(Fault.class, folder::delete);
    assertTrue(Files.exists(folder.rootfs().resolve("somebodys")));
  }

  @Test
  public void listShowsFoldersOfOneNamespaceOrAll() {
    folders.at("b", "2").make();
    folders.at("b", "1").make();
    folders.at("a", "3").make();
    assertEquals(List.of("1", "2"), folders.list("b").stream().map(TaskFolder::id).toList());
    assertEquals(List.of("3", "1", "2"), folders.list("").stream().map(TaskFolder::id).toList());
    assertTrue(folders.list("none").isEmpty());
  }

  @Test
  public void sweepRemovesWhatBelongsToNobody() throws IOException {
    make("{}");
    Path half = Files.createDirectories(folders.state().resolve("ns/.gone/sub"));
    Path orphan = Files.createDirectories(folders.root().resolve("ns/orphan/sub"));
    folders.sweep();
    assertFalse(Files.exists(half.getParent()));
    assertFalse(Files.exists(orphan.getParent()));
    assertTrue(folder.exists());
    assertTrue(Files.exists(folders.root().resolve("ns/a")));
  }
}
