package io.felucca.api.lease;

import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The leases of a namespace. */
@ProviderType
public interface Leases {
  /** Makes a lease; an empty ID is filled in. ALREADY_EXISTS where it is taken. */
  Lease create(Scope scope, String id, Map<String, String> labels);

  void delete(Scope scope, String id);

  List<Lease> list(Scope scope, Filter filter);

  void addResource(Scope scope, String lease, LeaseResource resource);

  void deleteResource(Scope scope, String lease, LeaseResource resource);

  List<LeaseResource> resources(Scope scope, String lease);
}
