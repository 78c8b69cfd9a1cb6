package io.felucca.api.namespace;

import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All namespaces; calls here are not namespaced themselves. Namespaces also appear by the first
 * write in them.
 */
@ProviderType
public interface Namespaces {
  /** The namespace, also where nobody has made it: then without labels. */
  Namespace get(Scope scope, String name);

  List<Namespace> list(Scope scope);

  Namespace create(Scope scope, Namespace namespace);

  /** Sets or removes labels: paths {@code labels.K}; with no paths all labels are replaced. */
  Namespace update(Scope scope, Namespace namespace, FieldPaths paths);

  /**
   * Removes an empty namespace; FAILED_PRECONDITION names the kinds of things that are still in it.
   */
  void delete(Scope scope, String name);
}
