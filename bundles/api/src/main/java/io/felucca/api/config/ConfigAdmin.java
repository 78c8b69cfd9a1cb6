package io.felucca.api.config;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes to the configuration of a running daemon.
 *
 * <p>The configuration is what the files say: the main file, what it imports, and the files of the
 * folder {@code conf.d} beside it. A change that comes through here becomes a file of that folder,
 * named by its caller. Every configuration that was in force is kept as a numbered version; the
 * daemon can go back to one, and stays there until the files say something else than they did then.
 *
 * <p>A change is checked as a whole before anything moves. Refused, it leaves files and plugins as
 * they were; where it brings down a plugin that is required, all of it is taken back.
 */
@ProviderType
public interface ConfigAdmin {
  /**
   * Says what a change would do, and does nothing.
   *
   * @param name of the file in {@code conf.d}, without {@code .toml}; empty for the files as they
   *     are
   * @param toml its new content; null for the file removed
   */
  ConfigReview review(String name, String toml);

  /**
   * Makes a file of {@code conf.d} durable and applies it; returns one line for each plugin that
   * changed.
   *
   * @param name of the file, without {@code .toml}: letters, digits, {@code .}, {@code _}, {@code
   *     -}
   * @param toml its new content; null to remove the file
   * @throws io.felucca.api.Fault INVALID_ARGUMENT where the configuration would be wrong, with
   *     file, line and column; FAILED_PRECONDITION where it cannot be changed to; NOT_FOUND where
   *     there is no file to remove
   */
  List<String> apply(String name, String toml);

  /** The versions that are kept, the newest first. */
  List<ConfigVersion> history();

  /**
   * Goes back to an earlier version; returns one line for each plugin that changed.
   *
   * @param number of the version; 0 for the one before the one in force
   * @throws io.felucca.api.Fault NOT_FOUND where that is not kept; INVALID_ARGUMENT where it cannot
   *     be used any more
   */
  List<String> rollback(long number);

  /** Every value in force whose key begins so, in order: where it comes from and what reads it. */
  List<ConfigValue> explain(String prefix);
}
