package io.felucca.client;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Leases that are given back. */
public class HeldLeaseTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private TasksServer daemon;
  private Workspace workspace;

  @Before
  public void start() throws IOException {
    daemon = new TasksServer(temporary.getRoot().toPath().resolve("s"));
    workspace = new Workspace(daemon.caller(Duration.ofSeconds(20)));
  }

  @After
  public void stop() {
    daemon.close();
  }

  @Test
  public void endsThoughTheThreadWasInterrupted() {
    try (HeldLease held = workspace.lease()) {
      assertEquals(Set.of(held.id()), daemon.leases());
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted());
    assertEquals(Set.of(), daemon.leases());
  }

  @Test
  public void oneWithinAnotherLeavesThatOne() {
    try (HeldLease outer = workspace.lease()) {
      outer.workspace().lease().close();
      assertEquals(Set.of(outer.id()), daemon.leases());
    }
    assertEquals(Set.of(), daemon.leases());
  }

  @Test
  public void cleanUpAfterAFailureIsMadeThoughTheThreadWasInterrupted() {
    HeldLease held = workspace.lease();
    Thread.currentThread().interrupt();
    Faults.after(Fault.unavailable("first"), held::close);
    assertTrue(Thread.interrupted());
    assertEquals(Set.of(), daemon.leases());
  }
}
