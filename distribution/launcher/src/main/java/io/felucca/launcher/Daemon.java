package io.felucca.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;

/** One run of the daemon. */
final class Daemon {
  private final Installation installation;
  private final String[] args;
  private final Signals signals;
  private final Notifier notifier = new Notifier(System.getenv("NOTIFY_SOCKET"));

  Daemon(Installation installation, String[] args, Signals signals) {
    this.installation = installation;
    this.args = args;
    this.signals = signals;
  }

  /** Starts the daemon, waits for its end and returns the exit code. */
  int run()
      throws BootException,
          IOException,
          InterruptedException,
          BundleException,
          InvalidSyntaxException {
    List<Path> bundles = installation.bundles();
    ClassPathConnector connector =
        new ClassPathConnector(bundles, System.getProperty("java.class.path"));
    WarmUp.start(connector);
    try (BundleCache cache = BundleCache.open(StateFolder.of(args), Stamp.of(bundles))) {
      return run(bundles, connector, cache);
    }
  }

  private int run(List<Path> bundles, ClassPathConnector connector, BundleCache cache)
      throws IOException, InterruptedException, BundleException, InvalidSyntaxException {
    Framework framework = framework(connector, cache);
    Life life = new Life(framework, cache, notifier);
    signals.direct(life, new Reload(framework, notifier));
    try {
      new Boot(framework, connector, cache, life).run(bundles);
    } catch (BundleException | RuntimeException e) {
      if (cache.warm() && !life.isStopping()) {
        LauncherLog.say(
            Level.WARNING,
            "the bundle cache is broken and is built again folder=" + cache.folder(),
            e);
        end(framework);
        cache.renew();
        return run(bundles, connector, cache);
      }
      life.failUnlessStopping(e);
    }
    return life.await();
  }

  private Framework framework(ClassPathConnector connector, BundleCache cache) throws IOException {
    return new FrameworkFactory()
        .newFramework(FrameworkProperties.of(installation.home(), args, cache.folder()), connector);
  }

  private static void end(Framework framework) throws InterruptedException {
    try {
      framework.stop();
      framework.waitForStop(0);
    } catch (BundleException e) {
      LauncherLog.say(Level.WARNING, "cannot stop the framework", e);
    }
  }
}
