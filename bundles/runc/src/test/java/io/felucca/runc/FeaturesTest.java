package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.Optional;
import org.junit.Test;

public class FeaturesTest {
  private static Optional<Boolean> idmap(String json) {
    return new Features(json).idmappedMounts();
  }

  @Test
  public void mappedOwnersOfMountsAreKnownFromTheFeatures() {
    assertEquals(
        Optional.of(true),
        idmap("{\"linux\":{\"mountExtensions\":{\"idmap\":{\"enabled\":true}}}}"));
    assertEquals(
        Optional.of(false),
        idmap("{\"linux\":{\"mountExtensions\":{\"idmap\":{\"enabled\":false}}}}"));
    assertEquals(Optional.of(false), idmap("{\"linux\":{}}"));
    assertEquals(Optional.of(false), idmap("not json at all {"));
  }

  @Test
  public void runtimeThatTellsNothingIsLeftAlone() {
    assertEquals(Optional.empty(), Features.UNTOLD.idmappedMounts());
    assertNull(Features.UNTOLD.value());
  }
}
