package io.felucca.registry.toys;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.api.plugin.SkipPlugin;
import java.io.File;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** A plugin that says how it was configured and built, and fails on demand. */
@Component(
    configurationPid = "test.sail.v1.main",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {Supplier.class, Plugin.class})
@PluginSpec(type = "test.sail.v1", id = "main")
public final class Sail implements Supplier<String>, Plugin {
  @interface Config {
    String cloth_name() default "linen";

    int reefs() default 2;

    String[] battens() default {};

    boolean torn() default false;

    String plugin_root();

    String mood() default "";
  }

  private final Config config;
  private final String build;
  private volatile boolean closed;

  @Activate
  public Sail(Config config, BundleContext context) {
    this.config = config;
    Object header = context.getBundle().getHeaders().get("Toy-Build");
    this.build = header == null ? "shipped" : header.toString();
    fail("constructor");
  }

  private void fail(String where) {
    if (config.torn() && where.equals("constructor")) {
      throw new IllegalStateException("the sail is torn");
    }
    if (config.mood().equals("skip-" + where)) {
      throw new SkipPlugin("no wind in " + where);
    }
    if (config.mood().equals("fail-" + where) || build.equals("fail-" + where)) {
      throw new IllegalArgumentException("rigging broke in " + where);
    }
  }

  @Override
  public void start() {
    fail("start");
    if (config.mood().startsWith("needs ") && !new File(config.mood().substring(6)).exists()) {
      throw Fault.unavailable("no wind yet");
    }
  }

  @Override
  public Map<String, String> exports() {
    return Map.of("root", config.plugin_root());
  }

  @Override
  public String get() {
    if (closed) {
      throw new IllegalStateException("used after close");
    }
    return build + " " + config.cloth_name() + " " + config.reefs() + " " + config.battens().length;
  }

  @Override
  public void close() {
    closed = true;
  }
}
