package io.felucca.shim.launch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ShimEnvironmentTest {
  private static final Daemon DAEMON = new Daemon("/g", "/t", "/bin/d");

  @Test
  public void protocolsVariablesAreSet() {
    Map<String, String> all = ShimEnvironment.of(Map.of("PATH", "/bin"), DAEMON, "ns", List.of());
    assertEquals("/bin", all.get("PATH"));
    assertEquals("/t", all.get("TTRPC_ADDRESS"));
    assertEquals("/g", all.get("GRPC_ADDRESS"));
    assertEquals("ns", all.get("NAMESPACE"));
    assertEquals("2", all.get("MAX_SHIM_VERSION"));
  }

  @Test
  public void whatIsTheDaemonsOwnIsNotPassedOn() {
    Map<String, String> own = Map.of("NOTIFY_SOCKET", "/n", "JAVA_TOOL_OPTIONS", "-Xint");
    Map<String, String> all = ShimEnvironment.of(own, DAEMON, "ns", List.of());
    assertFalse(all.containsKey("NOTIFY_SOCKET"));
    assertFalse(all.containsKey("JAVA_TOOL_OPTIONS"));
  }

  @Test
  public void configurationHasTheLastWord() {
    List<String> more = List.of("SCHED_CORE=1", "GOMAXPROCS=8", "EMPTY", "A=b=c");
    Map<String, String> all = ShimEnvironment.of(Map.of(), DAEMON, "ns", more);
    assertEquals("1", all.get("SCHED_CORE"));
    assertEquals("8", all.get("GOMAXPROCS"));
    assertEquals("", all.get("EMPTY"));
    assertEquals("b=c", all.get("A"));
  }
}
