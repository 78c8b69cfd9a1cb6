package io.felucca.shim.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import org.junit.Test;

public class UserMappingTest {
  private static int rootGroup(String spec) throws IOException {
    return UserMapping.rootGroup(spec.getBytes(UTF_8));
  }

  private static String mapping(String json) {
    return "{\"linux\":{\"gidMappings\":[" + json + "]}}";
  }

  @Test
  public void rootIsWhoZeroIsOutside() throws Exception {
    assertEquals(7, rootGroup(mapping("{\"containerID\":1,\"hostID\":3},{\"hostID\":7}")));
    assertEquals(0, rootGroup(mapping("{\"containerID\":1,\"hostID\":3}")));
    assertEquals(0, rootGroup(mapping("")));
    assertEquals(0, rootGroup("{\"hostname\":\"gidMappings\"}"));
    assertEquals(0, rootGroup("{\"mounts\":[{\"gidMappings\":[]}]}"));
  }

  @Test
  public void whatIsNoMappingIsNoFaultOfOurs() {
    for (String json :
        new String[] {
          mapping("{\"hostID\":\"x\"}"),
          mapping("{\"hostID\":null}"),
          mapping("{\"hostID\":{}}"),
          mapping("{\"hostID\":[]}"),
          mapping("{\"hostID\":[1,2]}"),
          mapping("{\"containerID\":\"\"}"),
          mapping("5"),
          "{\"linux\":{\"gidMappings\":5}}",
          "{\"linux\":[\"gidMappings\"]}",
          "[\"gidMappings\"]",
          "{\"gidMappings\""
        }) {
      IOException e = assertThrows(json, IOException.class, () -> rootGroup(json));
      assertEquals("runtime specification cannot be read: ", e.getMessage().substring(0, 38));
    }
  }
}
