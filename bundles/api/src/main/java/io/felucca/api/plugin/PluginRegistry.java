package io.felucca.api.plugin;

import io.felucca.api.Scope;
import java.util.List;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way to plugins, which come and go while the daemon serves.
 *
 * <p>Nobody keeps a plugin instance: it is called through here, or held for the life of one long
 * object. While a plugin is being replaced or waits for something, callers wait, bounded by their
 * scope's deadline.
 */
@ProviderType
public interface PluginRegistry {
  /**
   * Runs {@code fn} on the instance that serves now, which does not go before {@code fn} returns.
   *
   * @throws io.felucca.api.Fault NOT_FOUND where no such plugin is known or it is disabled;
   *     UNAVAILABLE, with the reason, where it is in error, skipped, or did not come within the
   *     deadline
   */
  <T, R> R call(Scope scope, PluginKind<T> kind, String id, Function<T, R> fn);

  /**
   * Holds the instance that serves now, for a long-lived object such as a content writer; faults as
   * {@link #call}.
   */
  <T> Held<T> use(Scope scope, PluginKind<T> kind, String id);

  /** The IDs of the plugins of this kind that serve now, in order. */
  List<String> ids(PluginKind<?> kind);

  /** Every known plugin, in the order in which they were brought up. */
  List<PluginInfo> plugins();
}
