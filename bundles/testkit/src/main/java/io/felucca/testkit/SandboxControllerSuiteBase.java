package io.felucca.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.sandbox.CreateSandbox;
import io.felucca.api.sandbox.SandboxController;
import io.felucca.api.sandbox.SandboxExit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** A controller to test and the tools to do it; part of {@link SandboxControllerSuite}. */
public abstract class SandboxControllerSuiteBase {
  /** How long the processes of a sandbox have to end by themselves. */
  protected static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int SECONDS = 60;

  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  /** A namespace of this test's own: sandboxes of other tests, and of other runs, are not seen. */
  protected final Scope scope = Scope.of("suite-" + UUID.randomUUID().toString().substring(0, 8));

  /** The controller under test, started. */
  protected SandboxController controller;

  private record Made(Scope scope, String id) {}

  private final List<Made> made = new CopyOnWriteArrayList<>();
  private final List<SandboxController> opened = new ArrayList<>();
  private Path root;

  /**
   * Makes a controller that keeps what it must keep below {@code root}; another one with the same
   * root works beside it. Where a process stands behind it, a rule ends that: sandboxes are ended
   * after the methods that a subclass has run after each test.
   */
  protected abstract SandboxController create(Path root);

  /**
   * Whether instances with one root serve the same sandboxes. Only a controller whose sandboxes
   * cannot outlive it says no, and it cannot be replaced while they live.
   */
  protected boolean sharesSandboxes() {
    return true;
  }

  /** How a sandbox of this controller is made, where it needs more than a name. */
  protected CreateSandbox request(String id) {
    return new CreateSandbox(id, null, List.of(), null, "", Map.of());
  }

  @Before
  public final void startController() throws IOException {
    root = temporary.newFolder("root").toPath();
    controller = another();
  }

  @After
  public final void endSandboxes() {
    if (controller == null) {
      return;
    }
    SandboxController last = opened.get(opened.size() - 1);
    for (Made sandbox : made) {
      ignoringUnknown(() -> last.stop(sandbox.scope, sandbox.id, Duration.ZERO));
      ignoringUnknown(() -> last.shutdown(sandbox.scope, sandbox.id));
    }
    opened.forEach(SandboxController::close);
  }

  private static void ignoringUnknown(Runnable step) {
    try {
      step.run();
    } catch (Fault e) {
      if (e.kind() != Fault.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** One more instance on the same root; the last one made has to live until the test's end. */
  protected final SandboxController another() {
    SandboxController another = create(root);
    another.start();
    opened.add(another);
    return another;
  }

  protected final void prepared(Scope in, String id) {
    controller.create(in, request(id));
    made.add(new Made(in, id));
  }

  protected final void running(String id) {
    prepared(scope, id);
    controller.start(scope, id);
  }

  /** Waits for a sandbox' end. */
  protected final SandboxExit exit(SandboxController of, String id) throws Exception {
    return await(of.exit(scope, id));
  }

  protected static <T> T await(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  protected static Fault assertFault(Fault.Kind kind, ThrowingRunnable call) {
    Fault fault = assertThrows(Fault.class, call);
    assertEquals(fault.toString(), kind, fault.kind());
    return fault;
  }
}
