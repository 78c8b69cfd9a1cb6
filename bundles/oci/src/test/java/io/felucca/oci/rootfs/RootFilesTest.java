package io.felucca.oci.rootfs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.felucca.api.Fault;
import io.felucca.api.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RootFilesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path upper;
  private Path lower;

  @Before
  public void makeLayers() throws Exception {
    upper = folder.newFolder("upper").toPath();
    lower = folder.newFolder("lower").toPath();
  }

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void link(Path root, String path, String target) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
  }

  private static String text(RootFiles files, String path) {
    return files
        .read(path)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("(absent)");
  }

  private RootFiles overlay() {
    return RootFiles.of(
        List.of(
            Mount.of(
                "overlay",
                "overlay",
                List.of("index=off", "workdir=/w", "lowerdir=" + lower, "upperdir=" + upper))));
  }

  @Test
  public void filesAreReadWithAndWithoutSlash() throws Exception {
    write(upper, "etc/passwd", "root");

    assertEquals("root", text(RootFiles.at(upper), "/etc/passwd"));
    assertEquals("root", text(RootFiles.at(upper), "etc/./passwd"));
    assertEquals("(absent)", text(RootFiles.at(upper), "etc/group"));
    assertEquals("(absent)", text(RootFiles.at(upper), "etc/passwd/x"));
    assertEquals("(absent)", text(RootFiles.none(), "etc/passwd"));
  }

  @Test
  public void linksStayInTheRoot() throws Exception {
    write(upper, "nix/store/passwd", "root");
    write(folder.getRoot().toPath(), "secret", "outside");
    link(upper, "etc/passwd", "/nix/store/passwd");
    link(upper, "etc/group", "../../../../nix/store/passwd");
    link(upper, "etc/stolen", folder.getRoot() + "/secret");
    link(upper, "up", "../secret");
    link(upper, "linked", "nix/store");

    assertEquals("root", text(RootFiles.at(upper), "etc/passwd"));
    assertEquals("root", text(RootFiles.at(upper), "etc/group"));
    assertEquals("(absent)", text(RootFiles.at(upper), "etc/stolen"));
    assertEquals("(absent)", text(RootFiles.at(upper), "up"));
    assertEquals("(absent)", text(RootFiles.at(upper), "../secret"));
    assertEquals("root", text(RootFiles.at(upper), "linked/passwd"));
    assertEquals("root", text(RootFiles.at(upper), "linked/../store/passwd"));
  }

  @Test
  public void linksInACircleAreRefused() throws Exception {
    link(upper, "a", "b");
    link(upper, "b", "a");

    assertThrows(Fault.class, () -> RootFiles.at(upper).read("a"));
  }

  @Test
  public void whatIsNoFileIsRefused() throws Exception {
    Files.createDirectories(upper.resolve("etc/passwd"));

    Fault fault = assertThrows(Fault.class, () -> RootFiles.at(upper).read("etc/passwd"));

    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void largeFilesAreRefused() throws Exception {
    Files.write(upper.resolve("passwd"), new byte[(10 << 20) + 1]);

    assertThrows(Fault.class, () -> RootFiles.at(upper).read("passwd"));
  }

  @Test
  public void upperLayersHideLowerOnes() throws Exception {
    write(lower, "etc/passwd", "lower");
    write(lower, "etc/group", "lower");
    write(upper, "etc/passwd", "upper");

    assertEquals("upper", text(overlay(), "etc/passwd"));
    assertEquals("lower", text(overlay(), "etc/group"));
  }

  @Test
  public void whiteoutsHideLowerLayers() throws Exception {
    write(lower, "etc/passwd", "lower");
    Files.createDirectories(upper.resolve("etc"));
    Process mknod =
        new ProcessBuilder("mknod", upper.resolve("etc/passwd").toString(), "c", "0", "0").start();
    assumeTrue("device nodes cannot be made here", mknod.waitFor() == 0);

    assertEquals("(absent)", text(overlay(), "etc/passwd"));
  }

  @Test
  public void filesHideFoldersAndFoldersFiles() throws Exception {
    write(lower, "a", "lower");
    write(lower, "b/c", "lower");
    write(upper, "a/d", "upper");
    write(upper, "b", "upper");

    assertEquals("upper", text(overlay(), "a/d"));
    assertThrows(Fault.class, () -> overlay().read("a"));
    assertEquals("(absent)", text(overlay(), "b/c"));
  }

  @Test
  public void opaqueFoldersHideLowerOnes() throws Exception {
    write(lower, "etc/passwd", "lower");
    write(upper, "etc/group", "upper");
    Mount mount =
        Mount.of("overlay", "overlay", List.of("lowerdir+=" + upper, "lowerdir+=" + lower));

    RootFiles opaque = RootFiles.of(List.of(mount), upper.resolve("etc")::equals);

    assertEquals("lower", text(RootFiles.of(List.of(mount)), "etc/passwd"));
    assertEquals("(absent)", text(opaque, "etc/passwd"));
    assertEquals("upper", text(opaque, "etc/group"));
  }

  @Test
  public void layersMayHaveColonsInTheirNames() throws Exception {
    Path odd = folder.newFolder("a:b").toPath();
    write(odd, "passwd", "odd");
    String option = "lowerdir=" + lower + ":" + odd.toString().replace(":", "\\:");

    assertEquals(
        "odd",
        text(RootFiles.of(List.of(Mount.of("overlay", "overlay", List.of(option)))), "passwd"));
  }

  @Test
  public void mountsThatCannotBeLookedIntoAreRefused() {
    Fault fault =
        assertThrows(Fault.class, () -> RootFiles.of(List.of(Mount.of("erofs", "/x", List.of()))));
    assertEquals(Fault.Kind.UNIMPLEMENTED, fault.kind());
    assertThrows(Fault.class, () -> RootFiles.of(List.of()));
  }

  @Test
  public void missingLayerIsToldFromAMissingFile() throws Exception {
    RootFiles nowhere = RootFiles.at(folder.getRoot().toPath().resolve("nowhere"));

    Fault fault = assertThrows(Fault.class, () -> nowhere.read("etc/passwd"));

    assertEquals(Fault.Kind.FAILED_PRECONDITION, fault.kind());
  }
}
