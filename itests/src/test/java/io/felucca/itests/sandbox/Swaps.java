package io.felucca.itests.sandbox;

import io.felucca.itests.fixture.Rpc;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.SwapRequest;

/** Replaces plugins of a daemon by others of the same bundle. */
final class Swaps {
  private Swaps() {}

  static void swap(Rpc rpc, String type, String id) {
    PluginsGrpc.newBlockingStub(rpc.channel())
        .swap(SwapRequest.newBuilder().setType(type).setId(id).build());
  }
}
