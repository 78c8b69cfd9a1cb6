package io.felucca.launcher;

/**
 * Sub-commands that need no daemon ({@code config default}, {@code publish}, {@code oci-hook},
 * {@code -v} and so on).
 *
 * <p>The registry's bundle holds them. It is on the class path like every bundle of the core, so
 * they run without a framework; the launcher knows the class by name only.
 */
final class SubCommand {
  /** What the sub-commands answer when the command line means the daemon. */
  static final int NONE = -1;

  private static final String CLI = "io.felucca.registry.cli.Cli";

  private SubCommand() {}

  static int run(String[] args) {
    if (args.length == 0) {
      return NONE;
    }
    try {
      return (int) Class.forName(CLI).getMethod("run", String[].class).invoke(null, (Object) args);
    } catch (ClassNotFoundException e) {
      return NONE;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(CLI + ".run(String[]) failed", e.getCause());
    }
  }
}
