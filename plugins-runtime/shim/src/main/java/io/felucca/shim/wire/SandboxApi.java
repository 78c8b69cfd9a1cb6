package io.felucca.shim.wire;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.wire.shim.EndedSandbox;
import io.felucca.wire.shim.SandboxCounters;
import io.felucca.wire.shim.SandboxCreation;
import io.felucca.wire.shim.SandboxPlatform;
import io.felucca.wire.shim.SandboxQuestion;
import io.felucca.wire.shim.SandboxRef;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.SandboxStop;
import io.felucca.wire.shim.SandboxUpdate;
import io.felucca.wire.shim.StartedSandbox;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The methods of a shim's sandbox service, for one sandbox. A shim that has no such service is
 * UNIMPLEMENTED.
 */
public final class SandboxApi {
  private static final String SERVICE = "containerd.runtime.sandbox.v1.Sandbox";

  private final ShimClient client;
  private final String id;

  public SandboxApi(ShimClient client, String id) {
    this.client = client;
    this.id = id;
  }

  public void create(SandboxCreation request, Duration limit) {
    call("CreateSandbox", request, Empty.parser(), limit);
  }

  public StartedSandbox start(Duration limit) {
    return call("StartSandbox", name(), StartedSandbox.parser(), limit);
  }

  public SandboxPlatform platform(Duration limit) {
    return call("Platform", name(), SandboxPlatform.parser(), limit);
  }

  /**
   * @param patience how long its processes have to end by themselves, in seconds
   */
  public void stop(int patience, Duration limit) {
    SandboxStop request =
        SandboxStop.newBuilder().setSandboxId(id).setTimeoutSecs(patience).build();
    call("StopSandbox", request, Empty.parser(), limit);
  }

  public CompletableFuture<EndedSandbox> waitLater() {
    return client.laterOf(
        SERVICE, "WaitSandbox", name(), EndedSandbox.parser(), TtrpcClient.NO_TIMEOUT);
  }

  public SandboxState status(boolean verbose, Duration limit) {
    SandboxQuestion request =
        SandboxQuestion.newBuilder().setSandboxId(id).setVerbose(verbose).build();
    return call("SandboxStatus", request, SandboxState.parser(), limit);
  }

  public void ping(Duration limit) {
    call("PingSandbox", name(), Empty.parser(), limit);
  }

  public void shutdown(Duration limit) {
    call("ShutdownSandbox", name(), Empty.parser(), limit);
  }

  public SandboxCounters metrics(Duration limit) {
    return call("SandboxMetrics", name(), SandboxCounters.parser(), limit);
  }

  public void update(SandboxUpdate request, Duration limit) {
    call("UpdateSandbox", request, Empty.parser(), limit);
  }

  private SandboxRef name() {
    return SandboxRef.newBuilder().setSandboxId(id).build();
  }

  private <T> T call(String method, MessageLite request, Parser<T> parser, Duration limit) {
    return client.callOf(SERVICE, method, request, parser, limit);
  }
}
