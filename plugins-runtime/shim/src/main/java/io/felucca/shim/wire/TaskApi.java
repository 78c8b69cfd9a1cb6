package io.felucca.shim.wire;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import io.felucca.api.Scope;
import io.felucca.ttrpc.TtrpcClient;
import io.felucca.wire.shim.ConnectResponse;
import io.felucca.wire.shim.CreateRequest;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.PidResponse;
import io.felucca.wire.shim.PidsResponse;
import io.felucca.wire.shim.ProcessRef;
import io.felucca.wire.shim.ShutdownRequest;
import io.felucca.wire.shim.StateResponse;
import io.felucca.wire.shim.StatsResponse;
import io.felucca.wire.shim.WaitResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The methods of the task service, for one task. An exec ID that is empty means its first process.
 */
public final class TaskApi {
  private final ShimClient client;
  private final String id;

  public TaskApi(ShimClient client, String id) {
    this.client = client;
    this.id = id;
  }

  public ShimClient client() {
    return client;
  }

  public int create(Scope scope, CreateRequest request) {
    return client
        .callOrDowngrade("Create", request, PidResponse.parser(), Patience.of(scope))
        .getPid();
  }

  /** The pids of shim and task; finds out the version too. */
  public CompletableFuture<ConnectResponse> connectLater(Duration limit) {
    return client.laterOrDowngrade("Connect", process(""), ConnectResponse.parser(), limit);
  }

  public int start(Scope scope, String execId) {
    return client.call("Start", process(execId), PidResponse.parser(), Patience.of(scope)).getPid();
  }

  public DeleteResponse delete(Duration limit, String execId) {
    return client.call("Delete", process(execId), DeleteResponse.parser(), limit);
  }

  public StateResponse state(Duration limit, String execId) {
    return client.call("State", process(execId), StateResponse.parser(), limit);
  }

  public CompletableFuture<StateResponse> stateLater(Duration limit, String execId) {
    return client.later("State", process(execId), StateResponse.parser(), limit);
  }

  public CompletableFuture<StateResponse> stateLater(String execId) {
    return stateLater(TtrpcClient.NO_TIMEOUT, execId);
  }

  public CompletableFuture<WaitResponse> waitLater(String execId) {
    return client.later("Wait", process(execId), WaitResponse.parser(), TtrpcClient.NO_TIMEOUT);
  }

  public PidsResponse pids(Scope scope) {
    return client.call("Pids", process(""), PidsResponse.parser(), Patience.of(scope));
  }

  public StatsResponse stats(Scope scope) {
    return client.call("Stats", process(""), StatsResponse.parser(), Patience.of(scope));
  }

  public void shutdown(Duration limit) {
    ShutdownRequest request = ShutdownRequest.newBuilder().setId(id).build();
    client.call("Shutdown", request, Empty.parser(), limit);
  }

  /** A method that answers nothing. */
  public void tell(Scope scope, String method, MessageLite request) {
    client.call(method, request, Empty.parser(), Patience.of(scope));
  }

  public ProcessRef process(String execId) {
    return ProcessRef.newBuilder().setId(id).setExecId(execId).build();
  }
}
