package io.felucca.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class RuncTest extends RealRuntime {
  public RuncTest() {
    super("runc");
  }

  @Test
  public void endedContainerHasNoProcesses() throws Exception {
    OciRuntime runtime = containers.runtime();
    String id = containers.run("exit 0");
    Containers.await("no processes", () -> runtime.ps(id).isEmpty());
    assertEquals(List.of(), runtime.ps(id));
  }

  @Test
  public void featuresAreTold() throws Exception {
    Features features = containers.runtime().features();
    assertTrue(features.json(), features.json().contains("\"mountOptions\""));
    assertEquals(Features.TYPE, features.value().typeUrl());
    assertTrue(features.idmappedMounts().isPresent());
  }
}
