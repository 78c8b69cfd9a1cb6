package io.felucca.wire.runtime;

/** What a runtime can be called by: {@code io.containerd.runc.v2}, or a program's path. */
public final class RuntimeNames {
  private RuntimeNames() {}

  /** Whether this is an absolute path or a name of at least two parts with dots between. */
  public static boolean isWellFormed(String runtime) {
    return runtime.startsWith("/") || !runtime.contains("/") && isDotted(runtime);
  }

  private static boolean isDotted(String runtime) {
    return runtime.indexOf('.') > 0;
  }
}
