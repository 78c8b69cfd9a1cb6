package io.felucca.shim.launch;

import static org.junit.Assert.assertEquals;

import io.felucca.wire.runtime.Handlers;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ObstaclesTest {
  @Test
  public void programsThatAreMissingAreTold() {
    Programs programs = new Programs("/bin", "");
    Handlers handlers =
        Handlers.of(
            """
            {"a":{"runtime_type":"io.containerd.runc.v2","runtime_path":"/bin/true"},
             "b":{"runtime_type":"io.containerd.runc.v2","runtime_path":"/no/shim"},
             "c":{"runtime_type":"io.containerd.nowhere.v1"},
             "d":{"runtime_type":"io.containerd.runc.v2","runtime_path":"/bin/true",
                  "options":{"BinaryName":"no-such-program"}},
             "e":{"runtime_type":"io.containerd.runc.v2","runtime_path":"/bin/true",
                  "options":{"BinaryName":"sh"}}}
            """);
    Map<String, String> obstacles = Obstacles.of(handlers, programs);
    assertEquals(List.of("b", "c", "d"), List.copyOf(obstacles.keySet()));
    assertEquals("BinaryName \"no-such-program\" is no program that is there", obstacles.get("d"));
  }
}
