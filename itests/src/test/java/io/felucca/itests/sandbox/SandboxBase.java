package io.felucca.itests.sandbox;

import io.felucca.itests.fixture.Daemon;
import io.felucca.itests.fixture.Rpc;
import org.junit.After;
import org.junit.Before;

/** A daemon for each test, and one of its sandbox controllers. */
public abstract class SandboxBase {
  final String namespace;
  private final String controller;

  Daemon daemon;
  Rpc rpc;
  Sandboxer sandboxes;

  SandboxBase(String namespace, String controller) {
    this.namespace = namespace;
    this.controller = controller;
  }

  @Before
  public void start() throws Exception {
    daemon = Daemon.started();
    connect();
  }

  /** Again, after the daemon was. */
  void connect() {
    if (rpc != null) {
      rpc.close();
    }
    rpc = new Rpc(daemon.address(), namespace);
    sandboxes = new Sandboxer(rpc, controller);
  }

  @After
  public void stop() throws Exception {
    try (Daemon last = daemon) {
      rpc.close();
    }
  }
}
