package io.felucca.registry.config;

import java.nio.file.Path;

public final class ConfigFiles {
  private ConfigFiles() {}

  public static DaemonConfig load(Flags flags, Path binary) {
    return Defaults.of(flags, binary);
  }
}
