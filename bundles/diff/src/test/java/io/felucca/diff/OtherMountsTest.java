package io.felucca.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.linux.Mounts;
import io.felucca.testkit.DifferSuiteArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** File systems that have to be mounted while a differ works on them. */
public class OtherMountsTest {
  @Rule public final Lab lab = new Lab();

  private Descriptor layer(String content) {
    byte[] tar =
        new DifferSuiteArchive().directory("d").file("d/f", content).file("d/.wh.old", "").bytes();
    return lab.put(Lab.TAR, tar);
  }

  private String mountedHere() throws IOException {
    return Lab.sh(lab.root, "grep " + lab.root + "/state /proc/self/mounts || true");
  }

  private Mount image() throws IOException {
    Path image = lab.root.resolve("image");
    Lab.sh(lab.root, "truncate -s 16M image; mkfs.ext4 -q -O ^has_journal image");
    return Mount.of("ext4", image.toString(), List.of("loop"));
  }

  private void assertNothingLeft() throws IOException {
    assertEquals("", mountedHere());
    Path state = lab.root.resolve("state");
    assertTrue(Files.notExists(state) || state.toFile().list().length == 0);
  }

  @Test
  public void aLayerIsUnpackedIntoAnImage() throws IOException {
    Mount image = image();
    lab.differ.apply(lab.scope, layer("text"), List.of(image), new ApplyOptions(Map.of(), true));
    assertNothingLeft();
    Path look = lab.folder();
    Mounts.mount(image.type(), image.source(), look, image.options());
    assertEquals("text", Files.readString(look.resolve("d/f")));
    Mounts.unmount(look);
  }

  @Test
  public void aLayerIsMadeOfAnImage() throws IOException {
    Mount image = image();
    lab.differ.apply(lab.scope, layer("text"), List.of(image), ApplyOptions.NONE);
    DiffOptions options = new DiffOptions(Lab.TAR, "", Map.of(), null);
    Descriptor made = lab.differ.compare(lab.scope, List.of(), List.of(image), options);
    assertNothingLeft();
    Path unpacked = lab.folder();
    lab.apply(made, unpacked);
    assertEquals("text", Files.readString(unpacked.resolve("d/f")));
  }

  @Test
  public void severalMountsAreStacked() throws IOException {
    Path data = lab.folder();
    Files.createDirectory(data.resolve("d"));
    Files.writeString(data.resolve("d/old"), "");
    Path root = lab.folder();
    Files.createDirectory(root.resolve("d"));
    List<Mount> mounts =
        List.of(
            Mount.of("bind", root.toString(), List.of("bind")),
            new Mount("bind", data.resolve("d").toString(), "/d", List.of("bind")));
    lab.differ.apply(lab.scope, layer("text"), mounts, ApplyOptions.NONE);
    assertEquals("text", Files.readString(data.resolve("d/f")));
    assertFalse(Files.exists(data.resolve("d/old")));
    assertEquals(0, root.resolve("d").toFile().list().length);
    assertNothingLeft();
  }

  @Test
  public void failuresUnmountToo() throws IOException {
    Mount image = image();
    byte[] large = new DifferSuiteArchive().file("f", new byte[20_000_000]).bytes();
    assertThrows(
        Fault.class,
        () ->
            lab.differ.apply(
                lab.scope, lab.put(Lab.TAR, new byte[] {1}), List.of(image), ApplyOptions.NONE));
    Fault full =
        assertThrows(
            Fault.class,
            () ->
                lab.differ.apply(
                    lab.scope, lab.put(Lab.TAR, large), List.of(image), ApplyOptions.NONE));
    assertEquals(full.toString(), Fault.Kind.RESOURCE_EXHAUSTED, full.kind());
    List<Mount> wrong = List.of(Mount.of("ext4", "/dev/null", List.of()));
    assertThrows(
        Fault.class, () -> lab.differ.apply(lab.scope, layer("x"), wrong, ApplyOptions.NONE));
    assertThrows(
        Fault.class, () -> lab.differ.apply(lab.scope, layer("x"), List.of(), ApplyOptions.NONE));
    assertNothingLeft();
  }

  @Test
  public void readOnlyMountsAreNotWrittenTo() throws IOException {
    Path folder = lab.folder();
    List<Mount> readOnly = List.of(Mount.of("bind", folder.toString(), List.of("rbind", "ro")));
    assertThrows(
        Fault.class, () -> lab.differ.apply(lab.scope, layer("x"), readOnly, ApplyOptions.NONE));
    assertEquals(0, folder.toFile().list().length);
    assertNothingLeft();
  }

  @Test
  public void whatAKilledProcessLeftIsUnmountedAtTheStart() throws IOException {
    Path left = lab.root.resolve("state/mount-999999999-1");
    Path ours = lab.root.resolve("state/mount-" + ProcessHandle.current().pid() + "-1");
    for (Path path : List.of(left, ours)) {
      Files.createDirectories(path);
      Mounts.mount("tmpfs", "tmpfs", path, List.of());
    }
    Files.writeString(left.resolve("kept"), "");
    lab.differ.start();
    assertFalse(Files.exists(left));
    assertTrue(Mounts.isMountPoint(ours));
    Mounts.unmount(ours);
  }

  @Test
  public void nobodyWorksForACallerWhoHasGone() throws IOException {
    Scope late = lab.scope.withDeadline(Instant.now().minusSeconds(1));
    Descriptor layer = layer("x");
    Path folder = lab.folder();
    Fault fault =
        assertThrows(
            Fault.class, () -> lab.differ.apply(late, layer, Lab.bind(folder), ApplyOptions.NONE));
    assertEquals(Fault.Kind.DEADLINE_EXCEEDED, fault.kind());
    Thread.currentThread().interrupt();
    fault = assertThrows(Fault.class, () -> lab.apply(layer, folder));
    assertTrue(Thread.interrupted());
    assertEquals(Fault.Kind.CANCELLED, fault.kind());
  }
}
