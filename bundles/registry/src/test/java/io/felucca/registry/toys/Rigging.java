package io.felucca.registry.toys;

import io.felucca.api.plugin.PluginSpec;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Refers to the mast directly; it is a service and no plugin in Java's eyes. */
@Component(
    configurationPid = "test.rigging.v1.main",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = Supplier.class)
@PluginSpec(type = "test.rigging.v1", id = "main", requires = "test.mast.v1")
public final class Rigging implements Supplier<String> {
  private final Callable<String> mast;

  @Activate
  public Rigging(
      @Reference(policyOption = ReferencePolicyOption.GREEDY, target = "(plugin.type=test.mast.v1)")
          Callable<String> mast) {
    this.mast = mast;
  }

  @Override
  public String get() {
    try {
      return "rigged on " + mast.call();
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
