package io.felucca.registry.toys;

import io.felucca.api.Fault;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Holds something of which there is only one: a file that must not be there when it starts. */
@Component(
    configurationPid = "test.anchor.v1.main",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = Supplier.class)
@PluginSpec(type = "test.anchor.v1", id = "main", requires = "*", beside = false)
public final class Anchor implements Supplier<String>, Plugin {
  @interface Config {
    String plugin_root();

    String chain() default "iron";
  }

  private final Path ground;
  private final String chain;

  @Activate
  public Anchor(Config config) {
    ground = Path.of(config.plugin_root()).resolve("ground");
    chain = config.chain();
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(ground.getParent());
      Files.createFile(ground);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (chain.equals("rope")) {
      throw new IllegalArgumentException("a rope is no chain");
    }
    if (chain.equals("chain")) {
      throw Fault.invalid("chain: of what?");
    }
  }

  @Override
  public String get() {
    return "anchored by " + chain;
  }

  @Override
  public void close() {
    try {
      Files.delete(ground);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
