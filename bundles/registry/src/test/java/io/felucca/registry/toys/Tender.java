package io.felucca.registry.toys;

import io.felucca.api.plugin.PluginSpec;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Stands for plugins in other processes. */
@Component(
    configurationPid = "test.sail.v1.proxy",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = Supplier.class)
@PluginSpec(type = "test.sail.v1", id = "*")
public final class Tender implements Supplier<String> {
  @interface Config {
    String plugin_id();

    String address();

    String exports() default "{}";

    String[] capabilities() default {};
  }

  private final Config config;

  @Activate
  public Tender(Config config) {
    this.config = config;
  }

  @Override
  public String get() {
    return config.plugin_id()
        + " at "
        + config.address()
        + " "
        + config.exports()
        + " "
        + String.join("+", config.capabilities());
  }
}
