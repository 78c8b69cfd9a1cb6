package io.felucca.services;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginSpec;
import io.felucca.wire.call.GrpcService;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code containerd.services.version.v1.Version}: the containerd release whose API this is, with
 * our own version as build metadata ({@code 2.4.0+felucca.0.1.0}), which comparisons of versions
 * ignore.
 */
@Component(
    service = BindableService.class,
    configurationPid = "io.containerd.grpc.v1.version",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GrpcService("containerd.services.version.v1.Version")
@PluginSpec(type = "io.containerd.grpc.v1", id = "version")
public final class VersionService extends VersionGrpc.VersionImplBase {
  @Override
  public void version(Empty request, StreamObserver<VersionResponse> to) {
    Properties build = build();
    Replies.one(
        to,
        VersionResponse.newBuilder()
            .setVersion(build.getProperty("version"))
            .setRevision(build.getProperty("revision"))
            .build());
  }

  /** Written by the build. */
  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in = VersionService.class.getResourceAsStream("version.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw Fault.io("version of this build", e);
    }
    return build;
  }
}
