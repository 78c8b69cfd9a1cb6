package io.felucca.registry.toys;

import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** A domain service that others refer to directly. */
@Component(
    configurationPid = "test.mast.v1.main",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = Callable.class)
@PluginSpec(type = "test.mast.v1", id = "main")
public final class Mast implements Callable<String>, Plugin {
  @interface Config {
    String wood() default "pine";

    int timeout_shim_load() default 0;
  }

  private final Config config;
  private volatile boolean started;
  private volatile boolean closed;

  @Activate
  public Mast(Config config) {
    this.config = config;
  }

  @Override
  public void start() {
    if (config.wood().equals("rotten")) {
      throw new IllegalStateException("the mast is rotten");
    }
    started = true;
  }

  @Override
  public String call() {
    if (!started || closed) {
      throw new IllegalStateException("used " + (closed ? "after close" : "before start"));
    }
    return config.wood() + " " + config.timeout_shim_load();
  }

  @Override
  public void close() {
    closed = true;
  }
}
