package io.felucca.shim.runc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import org.junit.Test;

public class IdMapsTest {
  private static boolean used(String spec) {
    return IdMaps.used(spec.getBytes(UTF_8));
  }

  private static TypedValue features(String json) {
    return new TypedValue(RuncFeatures.TYPE, json.getBytes(UTF_8));
  }

  @Test
  public void mappedMountsAreSeen() {
    assertTrue(used("{\"mounts\":[{},{\"options\":[\"rbind\",\"idmap\"]}]}"));
    assertTrue(used("{\"mounts\":[{\"options\":[\"ridmap\"]}]}"));
    assertTrue(used("{\"mounts\":[{\"uidMappings\":[]}]}"));
  }

  @Test
  public void mappingsOfTheContainerAreNotMounts() {
    assertFalse(used("{\"linux\":{\"uidMappings\":[{}],\"gidMappings\":[{}]},\"mounts\":[{}]}"));
    assertFalse(used("{\"linux\":{\"uidMappings\":[{}]}}"));
    assertFalse(used("{\"hostname\":\"idmap\",\"mounts\":[{\"options\":[\"ro\"]}]}"));
  }

  @Test
  public void runtimeThatKnowsThemIsAccepted() {
    IdMaps.check(features("{\"linux\":{\"mountExtensions\":{\"idmap\":{\"enabled\":true}}}}"));
    IdMaps.check(null);
    IdMaps.check(new TypedValue("kata.Features", new byte[0]));
  }

  @Test
  public void runtimeThatWouldIgnoreThemIsRefused() {
    for (String json :
        new String[] {
          "{}",
          "{\"linux\":{}}",
          "{\"linux\":{\"mountExtensions\":{\"idmap\":{\"enabled\":false}}}}",
          "{\"linux\":{\"mountExtensions\":{\"idmap\":{}}}}"
        }) {
      Fault fault = assertThrows(json, Fault.class, () -> IdMaps.check(features(json)));
      assertEquals(Fault.Kind.UNIMPLEMENTED, fault.kind());
    }
  }
}
