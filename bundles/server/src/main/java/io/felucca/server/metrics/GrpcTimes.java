package io.felucca.server.metrics;

import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether the times of calls are kept, where containerd's configuration says so: {@code
 * grpc_histogram} of {@code [metrics]} in a configuration before version 4 comes here.
 */
@Component(
    service = GrpcTimes.class,
    configurationPid = "io.containerd.metrics.v1.grpc-prometheus",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@PluginSpec(type = "io.containerd.metrics.v1", id = "grpc-prometheus")
public final class GrpcTimes implements Plugin {
  /** {@code [plugins."io.containerd.metrics.v1.grpc-prometheus"]}. */
  public @interface Config {
    /** Whether the times that calls take are kept, by method. */
    boolean grpc_histogram() default false;
  }

  private final CallCounts calls;
  private final boolean times;

  @Activate
  public GrpcTimes(@Reference CallCounts calls, Config config) {
    this.calls = calls;
    this.times = config.grpc_histogram();
  }

  @Override
  public void start() {
    if (times) {
      calls.wantTimes();
    }
  }

  @Override
  public void close() {
    if (times) {
      calls.wantTimesNoMore();
    }
  }
}
