package io.felucca.api.sandbox;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The records of a namespace's sandboxes: what was asked for, whoever makes it. What lives is the
 * business of a {@link SandboxController}, which the record names.
 *
 * <p>A record keeps what its labels {@code containerd.io/gc.ref.*} name.
 */
@ProviderType
public interface Sandboxes {
  PluginKind<Sandboxes> KIND = new PluginKind<>("io.containerd.sandbox.store.v1", Sandboxes.class);

  /** The one plugin of its type. */
  String ID = "local";

  Sandbox get(Scope scope, String id);

  /** Those that match, in order of IDs. */
  List<Sandbox> list(Scope scope, Filter filter);

  /**
   * Makes a record, with times of its own; ALREADY_EXISTS where the ID is taken, INVALID_ARGUMENT
   * where it is no identifier.
   */
  Sandbox create(Scope scope, Sandbox sandbox);

  /**
   * Changes {@code labels}, {@code labels.K}, {@code extensions}, {@code extensions.K}, {@code
   * spec}, {@code runtime}; with no paths all of these, and then a changed name of the runtime is
   * an INVALID_ARGUMENT.
   */
  Sandbox update(Scope scope, Sandbox sandbox, FieldPaths paths);

  void delete(Scope scope, String id);
}
