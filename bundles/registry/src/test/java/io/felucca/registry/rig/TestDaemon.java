package io.felucca.registry.rig;

import io.felucca.api.plugin.PluginAdmin;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginRegistry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A real framework with the registry and the bundles that a test gives it. */
public final class TestDaemon implements AutoCloseable {
  private static final long PATIENCE_MS = 120_000;

  private final Framework framework;

  private TestDaemon(Framework framework) {
    this.framework = framework;
  }

  /** Starts the daemon with its folders in {@code home} and further arguments. */
  public static TestDaemon start(Path home, List<Path> bundles, String... args) throws Exception {
    TestDaemon daemon = launch(home, bundles, args);
    daemon.awaitBoot("ready");
    return daemon;
  }

  /** The same, without waiting for the end of the boot. */
  public static TestDaemon launch(Path home, List<Path> bundles, String... args) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of("--root", home + "/root", "--state", home + "/state", "-a", home + "/s"));
    Path config = home.resolve("config.toml");
    if (!Files.exists(config)) {
      Files.writeString(config, "version = 4\n");
    }
    line.addAll(List.of("-c", config.toString()));
    line.addAll(Arrays.asList(args));
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit");
    properties.put(Constants.FRAMEWORK_BSNVERSION, "multiple");
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, Jars.apiPackages());
    properties.put("felix.cm.pm", "felucca.memory");
    properties.put("felix.log.level", "1");
    properties.put("ds.loglevel", "0");
    properties.put("felucca.args", String.join("\0", line));
    properties.put("felucca.home", home.toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(properties);
    framework.init();
    List<Bundle> installed = new ArrayList<>();
    for (Path jar : Jars.platform(home)) {
      installed.add(install(framework.getBundleContext(), jar));
    }
    for (Path jar : bundles) {
      installed.add(install(framework.getBundleContext(), jar));
    }
    for (Bundle bundle : installed) {
      bundle.start();
    }
    framework.start();
    return new TestDaemon(framework);
  }

  private static Bundle install(BundleContext context, Path jar) throws Exception {
    try (InputStream in = Files.newInputStream(jar)) {
      return context.installBundle(jar.toString(), in);
    }
  }

  /** Waits until the boot ends as {@code how} says, and returns the reason. */
  public String awaitBoot(String how) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MS;
    while (System.currentTimeMillis() < end) {
      for (ServiceReference<Runnable> boot :
          context().getServiceReferences(Runnable.class, "(felucca.boot=*)")) {
        if (boot.getProperty("felucca.boot").equals(how)) {
          return (String) boot.getProperty("felucca.boot.reason");
        }
        throw new AssertionError(
            boot.getProperty("felucca.boot") + ": " + boot.getProperty("felucca.boot.reason"));
      }
      Thread.sleep(5);
    }
    throw new AssertionError("boot took too long");
  }

  public BundleContext context() {
    return framework.getBundleContext();
  }

  public PluginRegistry registry() {
    return service(PluginRegistry.class);
  }

  public PluginAdmin admin() {
    return service(PluginAdmin.class);
  }

  public <T> T service(Class<T> type) {
    return context().getService(context().getServiceReference(type));
  }

  /** How many plugin instances have a configuration. */
  public int configurations() throws Exception {
    ServiceReference<?> admin =
        context().getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0];
    Object service = context().getService(admin);
    Object[] found =
        (Object[])
            admin
                .getBundle()
                .loadClass("org.osgi.service.cm.ConfigurationAdmin")
                .getMethod("listConfigurations", String.class)
                .invoke(service, "(felucca.instance=*)");
    return found == null ? 0 : found.length;
  }

  public PluginInfo info(String uri) {
    for (PluginInfo info : registry().plugins()) {
      if (info.uri().equals(uri)) {
        return info;
      }
    }
    throw new AssertionError(uri + " is not in " + registry().plugins());
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    framework.waitForStop(PATIENCE_MS);
  }
}
