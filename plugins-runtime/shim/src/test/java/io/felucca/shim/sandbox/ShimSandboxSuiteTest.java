package io.felucca.shim.sandbox;

import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.testkit.SandboxControllerSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.rules.ExternalResource;

/** The suite of all controllers, on a shim that has a sandbox service. */
public class ShimSandboxSuiteTest extends SandboxControllerSuite {
  private FakeSandboxShim shim;

  @Rule
  public final ExternalResource around =
      new ExternalResource() {
        @Override
        protected void after() {
          if (shim != null) {
            shim.close();
          }
        }
      };

  @Override
  protected SandboxController create(Path root) {
    try {
      if (shim == null) {
        shim = new FakeSandboxShim(root.resolve("shim")).serving();
      }
      return SandboxFixture.controller(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected CreateSandbox request(String id) {
    return SandboxFixture.request(id, shim.program().toString());
  }
}
