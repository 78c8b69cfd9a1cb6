package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.diff.ApplyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.Test;

/** What no differ may fall for when it unpacks layers; part of {@link DifferSuite}. */
public abstract class DifferSuiteRefusals extends DifferSuiteCompare {
  // ---- names that lead elsewhere

  @Test
  public void namesStayInsideTheRoot() throws IOException {
    applied(
        tree -> assertNames(tree, "a", "b", "c"),
        archive().file("../../a", "").file("/b", "").file("x/../../../c", "").directory("./"));
  }

  @Test
  public void linksStayInsideTheRoot() throws IOException {
    Path outside = folder();
    String inside = outside.toString().substring(1);
    applied(
        tree -> {
          assertEquals("planted", Files.readString(tree.resolve(inside).resolve("f")));
          assertEquals("planted", Files.readString(tree.resolve(inside).resolve("g")));
        },
        archive()
            .symlink("abs", outside.toString())
            .file("abs/f", "planted")
            .symlink("up", "../../../../../../../.." + outside)
            .file("up/g", "planted"));
    assertNames(outside);
  }

  @Test
  public void hardLinksToTheOutsideAreRefused() throws IOException {
    Path secret = Files.writeString(folder().resolve("secret"), "secret");
    for (String target : new String[] {secret.toString(), "../../../../../../../.." + secret}) {
      Descriptor layer = put(TAR, archive().hardLink("f", target).bytes());
      assertThrows(Fault.class, () -> apply(layer, bind(folder())));
    }
  }

  @Test
  public void filesAreNotWrittenThroughLinks() throws IOException {
    Path outside = Files.writeString(folder().resolve("f"), "mine");
    applied(
        tree -> assertEquals("layer's", Files.readString(tree.resolve("f"))),
        archive().symlink("f", outside.toString()).file("f", "layer's"));
    assertEquals("mine", Files.readString(outside));
  }

  @Test
  public void invalidWhiteoutsAreRefused() throws IOException {
    for (String name : new String[] {".wh.", ".wh..", ".wh...", "d/.wh..."}) {
      Descriptor layer = put(TAR, archive().file(name, "").bytes());
      Path folder = folder();
      Files.writeString(folder.resolve("kept"), "");
      assertThrows(name, Fault.class, () -> apply(layer, bind(folder)));
      assertTrue(Files.exists(folder.resolve("kept")));
    }
  }

  // ---- what is refused

  @Test
  public void otherMediaTypesAreLeftToOthers() throws IOException {
    for (String type :
        new String[] {"", "text/plain", TAR + "+encrypted", TAR_GZIP + "+encrypted"}) {
      Descriptor layer = put(type, archive().bytes());
      assertFault(Fault.Kind.UNIMPLEMENTED, () -> apply(layer, bind(folder())));
    }
  }

  @Test
  public void unknownContentIsNotFound() {
    Descriptor unknown = Descriptor.of(TAR, Digest.of(new byte[] {9}), 1);
    assertFault(Fault.Kind.NOT_FOUND, () -> apply(unknown, bind(folder())));
  }

  @Test
  public void damagedContentIsRefused() throws IOException {
    byte[] tar = archive().file("f", "text").bytes();
    Descriptor layer = put(TAR, tar);
    byte[] other = archive().file("f", "text!").bytes();
    damage(layer, other);
    Fault fault = assertThrows(Fault.class, () -> apply(layer, bind(folder())));
    assertTrue(fault.getMessage(), fault.getMessage().contains(layer.digest().toString()));
    assertTrue(fault.getMessage(), fault.getMessage().contains(Digest.of(other).toString()));
  }

  @Test
  public void truncatedLayersAreRefused() throws IOException {
    byte[] tar = archive().file("f", "x".repeat(2000)).bytes();
    byte[] gzip = DifferSuiteArchive.gzip(tar);
    Descriptor[] layers = {
      put(TAR, Arrays.copyOf(tar, 1500)),
      put(TAR_GZIP, Arrays.copyOf(gzip, gzip.length - 4)),
      put(TAR_GZIP, Arrays.copyOf(gzip, gzip.length / 2)),
      put(TAR_GZIP, DifferSuiteArchive.gzip(Arrays.copyOf(tar, 1500)))
    };
    for (Descriptor layer : layers) {
      assertThrows(layer.toString(), Fault.class, () -> apply(layer, bind(folder())));
    }
  }

  @Test
  public void fileSystemsCanBeSynced() throws IOException {
    Path folder = folder();
    Descriptor layer = put(TAR, archive().file("f", "text").bytes());
    differ.apply(scope, layer, bind(folder), new ApplyOptions(Map.of(), true));
    assertFalse(Files.notExists(folder.resolve("f")));
  }
}
