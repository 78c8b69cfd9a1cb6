package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class SpecFactsTest {
  private static SpecFacts of(String json) {
    return SpecFacts.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  public void specificationIsPassedOnAsItIs() {
    byte[] json = "{ \"process\": {\"oomScoreAdj\": 100} }".getBytes(StandardCharsets.UTF_8);
    assertSame(json, SpecFacts.of(json).json());
  }

  @Test
  public void pidNamespaceIsSharedUnlessItIsNew() {
    assertTrue(of("{}").sharesPids());
    assertTrue(of("{\"linux\":{\"namespaces\":[{\"type\":\"mount\"}]}}").sharesPids());
    assertTrue(
        of("{\"linux\":{\"namespaces\":[{\"type\":\"pid\",\"path\":\"/p\"}]}}").sharesPids());
    assertFalse(of("{\"linux\":{\"namespaces\":[{\"type\":\"pid\"}]}}").sharesPids());
  }

  @Test
  public void groupThatIsRootInsideIsFound() {
    assertEquals(0, of("{}").rootGroup());
    String mapped =
        "{\"linux\":{\"gidMappings\":[{\"containerID\":0,\"hostID\":5000,\"size\":9}]}}";
    assertEquals(5000, of(mapped).rootGroup());
  }

  @Test
  public void mappedMountsAreSeen() {
    assertFalse(of("{\"mounts\":[{\"options\":[\"ro\"]}]}").mapsMounts());
    assertTrue(of("{\"mounts\":[{\"options\":[\"ridmap\"]}]}").mapsMounts());
    assertTrue(of("{\"mounts\":[{\"uidMappings\":[]}]}").mapsMounts());
  }

  @Test
  public void cgroupIsThatOfTheSpecification() {
    assertEquals("", of("{\"linux\":null}").cgroup());
    assertEquals("/a/b", of("{\"linux\":{\"cgroupsPath\":\"/a/b\"}}").cgroup());
  }

  @Test
  public void whatIsNoneIsInvalid() {
    for (String wrong :
        new String[] {"", "[]", "{\"linux\":1}", "{\"linux\":{\"namespaces\":1}}"}) {
      Fault fault = assertThrows(wrong, Fault.class, () -> of(wrong));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
      assertTrue(fault.getMessage(), fault.getMessage().contains("cannot be read: "));
    }
  }

  @Test
  public void unitOfSystemdIsFoundInItsSlices() {
    assertEquals("/a.slice/a-b.slice/p-n.scope", SpecCgroup.unit("a-b.slice:p:n"));
    assertEquals("/system.slice/p-n.scope", SpecCgroup.unit(":p:n"));
    assertEquals("/system.slice/whole.slice", SpecCgroup.unit("system.slice:p:whole.slice"));
    assertEquals("/n.scope", SpecCgroup.unit("-.slice::n"));
    assertEquals("", SpecCgroup.unit("/plain/path"));
  }
}
