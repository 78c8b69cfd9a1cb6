package io.felucca.client.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** On layers that tar(1) has packed. */
public class LayerFilesTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final List<LayerFiles.Layer> layers = new ArrayList<>();

  private LayerFilesTest layer(String script, String... flags) throws Exception {
    Path folder = temporary.newFolder("layer" + layers.size()).toPath();
    Path tar = temporary.getRoot().toPath().resolve(layers.size() + ".tar");
    run(folder, List.of("sh", "-e", "-c", script));
    List<String> command = new ArrayList<>(List.of("tar", "-cf", tar.toString()));
    command.addAll(List.of(flags));
    command.add(".");
    run(folder, command);
    layers.add(() -> Files.newInputStream(tar));
    return this;
  }

  private static void run(Path folder, List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor());
  }

  private String read(String path) {
    return new LayerFiles(layers).read(path).map(bytes -> new String(bytes, UTF_8)).orElse("none");
  }

  @Test
  public void upperLayersComeFirst() throws Exception {
    layer("mkdir etc; echo old >etc/passwd; echo low >etc/group", "-z");
    layer("mkdir etc; echo new >etc/passwd");
    assertEquals("new\n", read("/etc/passwd"));
    assertEquals("low\n", read("etc/group"));
    assertEquals("none", read("etc/shadow"));
    assertEquals("none", read("etc/group/x"));
  }

  @Test
  public void whiteoutsHideLowerLayersOnly() throws Exception {
    layer("mkdir -p etc gone/deep; echo a >etc/a; echo b >etc/b; echo c >gone/deep/c");
    layer("mkdir etc; touch etc/.wh.a .wh.gone; echo d >etc/d");
    assertEquals("none", read("etc/a"));
    assertEquals("b\n", read("etc/b"));
    assertEquals("none", read("gone/deep/c"));
    layer("mkdir etc; echo e >etc/e; touch etc/.wh..wh..opq");
    assertEquals("none", read("etc/b"));
    assertEquals("none", read("etc/d"));
    assertEquals("e\n", read("etc/e"));
  }

  @Test
  public void linksAreFollowedWithinTheRoot() throws Exception {
    layer("mkdir -p usr/share etc; echo p >usr/share/passwd; ln usr/share/passwd hard");
    layer("ln -s ../../usr/share/passwd p; mkdir etc; ln -s /usr/share/passwd etc/passwd");
    layer("ln -s usr link; ln -s loop loop");
    assertEquals("p\n", read("etc/passwd"));
    assertEquals("p\n", read("p"));
    assertEquals("p\n", read("hard"));
    assertEquals("p\n", read("link/share/passwd"));
    assertThrows(Fault.class, () -> read("loop"));
  }

  @Test
  public void fileInThePlaceOfAFolderHidesIt() throws Exception {
    layer("mkdir -p a/b; echo c >a/b/c; echo x >a.x");
    layer("echo file >a");
    assertEquals("file\n", read("a"));
    assertEquals("none", read("a/b/c"));
    assertEquals("x\n", read("a.x"));
  }

  @Test
  public void whatIsNoFileIsInvalid() throws Exception {
    layer("mkdir -p a/b");
    assertEquals(Fault.Kind.INVALID_ARGUMENT, assertThrows(Fault.class, () -> read("a/b")).kind());
  }

  @Test
  public void failureOfTheSourceIsTold() {
    layers.add(
        () -> {
          throw new IOException("broken");
        });
    assertEquals(
        "cannot look for x in the layers of the image: broken",
        assertThrows(Fault.class, () -> read("x")).getMessage());
  }
}
