package io.felucca.runtime.sandbox;

import io.felucca.api.sandbox.SandboxController;
import io.felucca.testkit.SandboxControllerSuite;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.rules.ExternalResource;

/** The suite of all controllers, on pause processes. */
public class PodSuiteTest extends SandboxControllerSuite {
  private PodWorld world;

  @Rule
  public final ExternalResource around =
      new ExternalResource() {
        @Override
        protected void after() {
          if (world != null) {
            world.close();
          }
        }
      };

  @Override
  protected SandboxController create(Path root) {
    if (world == null) {
      world = new PodWorld(root);
    }
    return PodWorld.controller(root.resolve("pods"), world);
  }
}
