package io.felucca.shim.launch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.felucca.api.Fault;
import io.felucca.shim.folder.Endpoint;
import io.felucca.shim.wire.ShimClient;
import io.felucca.wire.shim.StartResult;
import java.nio.charset.StandardCharsets;

/**
 * What a shim prints when it has started: an address (1.6), JSON (1.7 to 2.2) or a message (2.3 and
 * later).
 */
final class StartAnswer {
  private StartAnswer() {}

  /** Reads any of the three. UNIMPLEMENTED for a version or protocol that is not spoken here. */
  static Endpoint read(byte[] output) {
    Endpoint endpoint = isMessage(output) ? message(output) : text(output);
    if (endpoint.version() > ShimClient.NEWEST) {
      throw Fault.unimplemented(
          "unsupported shim version (%d): at most %d is spoken here",
          endpoint.version(), ShimClient.NEWEST);
    }
    if (!endpoint.protocol().equalsIgnoreCase("ttrpc")) {
      throw Fault.unimplemented(
          "shim speaks \"%s\": only ttrpc is spoken here", endpoint.protocol());
    }
    return endpoint;
  }

  /** Text does not begin with a control character, and every message does: its first tag. */
  private static boolean isMessage(byte[] output) {
    return output.length > 0 && output[0] >= 0 && output[0] < ' ' && output[0] != '\n';
  }

  private static Endpoint message(byte[] output) {
    try {
      StartResult result = StartResult.parseFrom(output);
      return new Endpoint(result.getVersion(), result.getAddress(), result.getProtocol());
    } catch (InvalidProtocolBufferException e) {
      throw new Fault(Fault.Kind.INTERNAL, "shim's answer to start cannot be read", e);
    }
  }

  private static Endpoint text(byte[] output) {
    String text = new String(output, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw Fault.of(Fault.Kind.INTERNAL, "shim started but printed no address");
    }
    return text.startsWith("{") ? Endpoint.parse(text) : Endpoint.ofAddress(text);
  }
}
