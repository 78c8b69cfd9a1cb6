package io.felucca.registry.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

public class FlagsTest {
  @Test
  public void allSpellingsAreRead() {
    Flags flags =
        Flags.parse(List.of("-config", "/c", "--address=/a", "-l", "warn", "config", "-v"));
    assertEquals(Path.of("/c"), flags.config());
    assertEquals("/a", flags.address());
    assertEquals("warn", flags.logLevel());
    assertNull(flags.root());
    assertEquals(List.of("config", "-v"), flags.rest());
    assertTrue(Flags.parse(List.of("-h")).help());
    assertTrue(Flags.parse(List.of("--version")).version());
  }

  @Test
  public void unknownAndHalfFlagsAreRefused() {
    assertEquals(
        "flag provided but not defined: --rot",
        assertThrows(IllegalArgumentException.class, () -> Flags.parse(List.of("--rot", "x")))
            .getMessage());
    assertEquals(
        "flag needs an argument: --root",
        assertThrows(IllegalArgumentException.class, () -> Flags.parse(List.of("--root")))
            .getMessage());
  }
}
