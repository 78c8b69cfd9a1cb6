package io.felucca.services;

import com.google.rpc.Status;
import io.felucca.api.plugin.PluginInfo;
import io.felucca.wire.introspection.Plugin;
import io.grpc.Status.Code;

/**
 * Plugins as containerd's introspection shows them: there a plugin either came up or has an error,
 * and of errors only the words "skip plugin" tell that it merely does not apply. Clients refuse a
 * daemon whose plugins have other errors than that.
 */
final class PluginMessages {
  private static final String SKIP = "skip plugin";

  private PluginMessages() {}

  static Plugin of(PluginInfo info) {
    Plugin.Builder plugin =
        Plugin.newBuilder()
            .setType(info.type())
            .setId(info.id())
            .addAllRequires(info.requires())
            .putAllExports(info.exports())
            .addAllCapabilities(info.capabilities());
    Platforms.of(info).ifPresent(plugin::addPlatforms);
    Status error = error(info);
    return error == null ? plugin.build() : plugin.setInitErr(error).build();
  }

  private static Status error(PluginInfo info) {
    return switch (info.state()) {
      case OK -> null;
      case SKIP -> status(Code.UNKNOWN, skipped(info.reason()));
      case DISABLED -> status(Code.UNKNOWN, skipped(info.reason()));
      case WAITING -> status(Code.UNAVAILABLE, info.reason());
      case ERROR -> status(Code.UNKNOWN, info.reason());
    };
  }

  private static String skipped(String reason) {
    return reason.contains(SKIP) ? reason : reason.isEmpty() ? SKIP : reason + ": " + SKIP;
  }

  private static Status status(Code code, String message) {
    return Status.newBuilder().setCode(code.value()).setMessage(message).build();
  }
}
