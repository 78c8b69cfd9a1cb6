package io.felucca.registry.rig;

import static org.junit.Assert.fail;

import io.felucca.api.Scope;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A daemon for one test, its files, and what is asked of it over and over. */
public final class Harbour extends ExternalResource {
  private static final long PATIENCE_MS = 120_000;

  private final TemporaryFolder folder = new TemporaryFolder();
  private final List<Path> shipped = new ArrayList<>();
  private TestDaemon daemon;

  @Override
  protected void before() throws IOException {
    folder.create();
  }

  @Override
  protected void after() {
    try {
      if (daemon != null) {
        daemon.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  public Path home() {
    return folder.getRoot().toPath();
  }

  public Path plugins() {
    return home().resolve("root/felucca-plugins");
  }

  /** Builds a bundle that the daemon is started with. */
  public Harbour ship(Class<?>... classes) throws Exception {
    shipped.add(jar(home().resolve("shipped" + shipped.size() + ".jar"), Map.of(), classes));
    return this;
  }

  public Path jar(Path file, Map<String, String> headers, Class<?>... classes) throws Exception {
    return Jars.toy(file, headers, classes);
  }

  /** Writes a version 4 file in one step, as careful editors do. */
  public void config(String text) throws IOException {
    Path fresh = Files.writeString(home().resolve("config.tmp"), "version = 4\n" + text);
    Files.move(fresh, home().resolve("config.toml"), StandardCopyOption.ATOMIC_MOVE);
  }

  public TestDaemon start() throws Exception {
    daemon = TestDaemon.start(home(), shipped);
    return daemon;
  }

  /** Ends the daemon and starts another one on the same folders. */
  public TestDaemon restart() throws Exception {
    daemon.close();
    return start();
  }

  public TestDaemon daemon() {
    return daemon;
  }

  /** Starts a daemon that must not come up, and returns why. */
  public String startInVain() throws Exception {
    daemon = TestDaemon.launch(home(), shipped);
    return daemon.awaitBoot("failed");
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  public String ask(String type) {
    PluginKind<Supplier> kind = new PluginKind<>(type, Supplier.class);
    return daemon
        .registry()
        .<Supplier, String>call(Scope.daemon(), kind, "main", it -> (String) it.get());
  }

  public PluginInfo info(String type) {
    return daemon.info(type + ".main");
  }

  /** Waits until a question is answered as expected. */
  public static void await(Object expected, Callable<?> question) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    Object answer = null;
    while (System.currentTimeMillis() < end) {
      try {
        answer = question.call();
      } catch (RuntimeException | AssertionError e) {
        answer = e;
      }
      if (expected.equals(answer)) {
        return;
      }
      Thread.sleep(10);
    }
    fail("expected " + expected + " but the last answer was " + answer);
  }
}
