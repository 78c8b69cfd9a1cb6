package io.felucca.client;

import com.google.protobuf.Empty;
import io.felucca.api.Fault;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.api.plugin.PluginState;
import io.felucca.client.call.Caller;
import io.felucca.wire.health.HealthCheckRequest;
import io.felucca.wire.health.HealthCheckResponse.ServingStatus;
import io.felucca.wire.health.HealthGrpc;
import io.felucca.wire.introspection.IntrospectionGrpc;
import io.felucca.wire.introspection.Plugin;
import io.felucca.wire.introspection.PluginsRequest;
import io.felucca.wire.introspection.ServerResponse;
import io.felucca.wire.version.VersionGrpc;
import io.felucca.wire.version.VersionResponse;
import java.util.List;

/**
 * The daemon about itself.
 *
 * <pre>{@code
 * client.server().plugins("type==io.containerd.snapshotter.v1").stream()
 *     .filter(plugin -> plugin.state() == PluginState.OK)
 *     .forEach(plugin -> System.out.println(plugin.id()));
 * }</pre>
 */
public final class Server {
  /** What the daemon is; {@code revision} may be empty. */
  public record Version(String version, String revision) {}

  /**
   * Which daemon it is.
   *
   * @param uuid stays the same as long as its root folder does
   * @param pid in its own PID namespace; 0 where it does not tell, as containerd before 1.7
   */
  public record Identity(String uuid, long pid) {}

  private final Caller caller;

  Server(Caller caller) {
    this.caller = caller;
  }

  public Version version() {
    VersionResponse answer =
        caller.ask(VersionGrpc::newBlockingStub, stub -> stub.version(Empty.getDefaultInstance()));
    return new Version(answer.getVersion(), answer.getRevision());
  }

  public Identity identity() {
    ServerResponse answer =
        caller.ask(
            IntrospectionGrpc::newBlockingStub, stub -> stub.server(Empty.getDefaultInstance()));
    return new Identity(answer.getUuid(), answer.getPid());
  }

  /** Whether the daemon answers and says that it serves. */
  public boolean isServing() {
    try {
      HealthCheckRequest request = HealthCheckRequest.getDefaultInstance();
      return caller.ask(HealthGrpc::newBlockingStub, stub -> stub.check(request)).getStatus()
          == ServingStatus.SERVING;
    } catch (Fault fault) {
      return false;
    }
  }

  /**
   * The plugins that match one of the filters, such as {@code type==io.containerd.snapshotter.v1};
   * all without filters. What the wire does not tell is empty: origin and the time of a state.
   */
  public List<PluginInfo> plugins(String... filters) {
    PluginsRequest request = PluginsRequest.newBuilder().addAllFilters(List.of(filters)).build();
    return caller
        .ask(IntrospectionGrpc::newBlockingStub, stub -> stub.plugins(request))
        .getPluginsList()
        .stream()
        .map(Server::plugin)
        .toList();
  }

  private static PluginInfo plugin(Plugin wire) {
    return new PluginInfo(
        wire.getType(),
        wire.getId(),
        wire.getRequiresList(),
        wire.getExportsMap(),
        wire.getCapabilitiesList(),
        state(wire),
        wire.getInitErr().getMessage(),
        null,
        "");
  }

  /** As ctr tells them apart: a plugin that skips itself says so at the end of its error. */
  private static PluginState state(Plugin wire) {
    if (!wire.hasInitErr()) {
      return PluginState.OK;
    }
    boolean skipped = wire.getInitErr().getMessage().contains("skip plugin");
    return skipped ? PluginState.SKIP : PluginState.ERROR;
  }
}
