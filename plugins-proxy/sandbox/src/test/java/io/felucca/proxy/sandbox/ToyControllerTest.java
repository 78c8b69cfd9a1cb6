package io.felucca.proxy.sandbox;

import io.felucca.api.sandbox.SandboxController;
import io.felucca.testkit.SandboxControllerSuite;
import java.nio.file.Path;

/** The suite against a controller in the same process. */
public class ToyControllerTest extends SandboxControllerSuite {
  private final ToyController first = new ToyController();

  @Override
  protected SandboxController create(Path root) {
    return first.beside();
  }
}
