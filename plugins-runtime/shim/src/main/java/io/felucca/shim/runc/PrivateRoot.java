package io.felucca.shim.runc;

import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import io.felucca.wire.runtime.RuncOptions;
import java.nio.file.Path;

/**
 * Gives a daemon with a state folder of its own a runc state folder of its own.
 *
 * <p>runc's shim keeps its containers below {@code /run/containerd/runc} unless its options name
 * another root, so two daemons of one host would share them and refuse each other's IDs. A root
 * that the client has chosen stays; so does everything in a daemon whose state is in the usual
 * place, and in other shims.
 */
public final class PrivateRoot {
  private static final Path USUAL = Path.of("/run/containerd");

  private final String root;

  /**
   * @param state the daemon's state folder
   */
  public PrivateRoot(Path state) {
    root = state.normalize().equals(USUAL) ? "" : state.resolve("runc").toString();
  }

  /** Whether this is runc's shim, by its file name. */
  public static boolean isRunc(Path program) {
    return program.getFileName().toString().startsWith("containerd-shim-runc-v");
  }

  /**
   * The options to use.
   *
   * @param options null for none
   */
  public TypedValue apply(Path program, TypedValue options) {
    boolean others =
        options != null && !options.typeUrl().isEmpty() && !options.is(RuncOptions.TYPE);
    return root.isEmpty() || !isRunc(program) || others ? options : withRoot(options);
  }

  private TypedValue withRoot(TypedValue options) {
    Options given = RuncOptions.of(options);
    if (!given.getRoot().isEmpty()) {
      return options;
    }
    String type =
        options == null || options.typeUrl().isEmpty() ? RuncOptions.TYPE : options.typeUrl();
    return new TypedValue(type, given.toBuilder().setRoot(root).build().toByteArray());
  }
}
