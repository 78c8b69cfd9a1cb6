package io.felucca.launcher;

import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

/**
 * Hears from the registry how the boot went: any service with the property {@code felucca.boot},
 * {@code ready} when the daemon answers, {@code failed} when it never will, then with the reason in
 * {@code felucca.boot.reason}.
 */
final class BootWatch implements ServiceListener {
  static final String FILTER = "(felucca.boot=*)";

  private final Life life;

  BootWatch(Life life) {
    this.life = life;
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() != ServiceEvent.UNREGISTERING) {
      Object state = event.getServiceReference().getProperty("felucca.boot");
      Object reason = event.getServiceReference().getProperty("felucca.boot.reason");
      // Not in the thread of the registry, which must go on (and must not wait for its own stop).
      new Thread(() -> tell(state, reason), "boot").start();
    }
  }

  private void tell(Object state, Object reason) {
    if ("ready".equals(state)) {
      life.ready();
    } else if ("failed".equals(state)) {
      life.fail(String.valueOf(reason));
    }
  }
}
