package io.felucca.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NotifierTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();

  @Test
  public void supervisorHearsEachState() throws Exception {
    try (Listener listener = new Listener(temp.getRoot() + "/notify")) {
      Notifier notifier = new Notifier(temp.getRoot() + "/notify");
      notifier.ready();
      assertEquals("READY=1", listener.next());
      notifier.reloading();
      assertTrue(listener.next().matches("RELOADING=1\nMONOTONIC_USEC=\\d+"));
      notifier.stopping();
      assertEquals("STOPPING=1", listener.next());
    }
  }

  @Test
  public void abstractAddressIsReached() throws Exception {
    String name = "@felucca-test-" + ProcessHandle.current().pid();
    try (Listener listener = new Listener(name)) {
      new Notifier(name).ready();
      assertEquals("READY=1", listener.next());
    }
  }

  @Test
  public void missingSupervisorIsNoError() {
    new Notifier(null).ready();
    new Notifier(temp.getRoot() + "/nobody").ready();
  }

  @Test
  public void daemonTellsThatItIsReadyAndThatItStops() throws Exception {
    String address = temp.getRoot() + "/notify";
    try (Listener listener = new Listener(address);
        Toy toy = new Toy(temp.getRoot().toPath())) {
      toy.start(Map.of("NOTIFY_SOCKET", address));
      assertEquals("READY=1", listener.next());
      toy.signal("TERM");
      assertEquals("STOPPING=1", listener.next());
      assertEquals(0, toy.exitCode());
    }
  }
}
