package io.felucca.metadata.objects;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Labels;
import io.felucca.api.Scope;
import io.felucca.api.filter.Filter;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.lease.Leases;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LabelRules;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The leases of each namespace, in the store. They publish no events. */
public final class StoredLeases implements Leases {
  private final Database database;
  private final Expiries expiries;

  public StoredLeases(Database database, Expiries expiries) {
    this.database = database;
    this.expiries = expiries;
  }

  @Override
  public Lease create(Scope scope, String id, Map<String, String> labels) {
    String namespace = scope.requireNamespace();
    LabelRules.check("lease.Labels", labels);
    Lease lease =
        new Lease(id.isEmpty() ? LeaseIds.next() : id, Instant.now(), Labels.withoutEmpty(labels));
    return database.change(change -> insert(change, namespace, lease));
  }

  private Lease insert(Change change, String namespace, Lease lease) {
    Table<Lease> leases = change.space(namespace).leases();
    if (leases.has(lease.id())) {
      throw Fault.exists("lease \"%s\"", lease.id());
    }
    leases.put(lease);
    change.afterCommit(() -> expiries.see(lease.labels()));
    return lease;
  }

  @Override
  public void delete(Scope scope, String id) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          Space space = change.space(namespace);
          if (!space.leases().delete(id)) {
            throw notFound(id);
          }
          space.leaseBook().clear(id);
          change.deleted();
          return null;
        });
  }

  private static Fault notFound(String id) {
    return Fault.notFound("lease \"%s\"", id);
  }

  @Override
  public List<Lease> list(Scope scope, Filter filter) {
    String namespace = scope.requireNamespace();
    List<Lease> all = new ArrayList<>();
    database.view(
        world -> {
          world.space(namespace).leases().each(all::add);
          return null;
        });
    all.removeIf(lease -> !filter.test(lease));
    return all;
  }

  @Override
  public void addResource(Scope scope, String lease, LeaseResource resource) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          existing(change.space(namespace), lease).add(lease, checked(resource));
          return null;
        });
  }

  @Override
  public void deleteResource(Scope scope, String lease, LeaseResource resource) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          existing(change.space(namespace), lease).remove(lease, checked(resource));
          change.deleted();
          return null;
        });
  }

  @Override
  public List<LeaseResource> resources(Scope scope, String lease) {
    String namespace = scope.requireNamespace();
    return database.view(world -> existing(world.space(namespace), lease).of(lease));
  }

  private static LeaseBook existing(Space space, String lease) {
    if (!space.leases().has(lease)) {
      throw notFound(lease);
    }
    return space.leaseBook();
  }

  private static LeaseResource checked(LeaseResource resource) {
    String[] type = resource.type().split("/", -1);
    switch (type[0]) {
      case "content", "ingests", "images" -> checkPlain(resource, type.length);
      case "snapshots" -> {
        if (type.length != 2 || type[1].isEmpty()) {
          throw Fault.invalid("invalid snapshot resource type %s", resource.type());
        }
      }
      default -> throw Fault.unimplemented("resource type %s not supported yet", resource.type());
    }
    return resource;
  }

  private static void checkPlain(LeaseResource resource, int parts) {
    if (parts != 1) {
      throw Fault.invalid("invalid resource type %s", resource.type());
    }
    if (resource.type().equals("content")) {
      LabelRules.within(
          "invalid content resource id " + resource.id(), () -> Digest.parse(resource.id()));
    }
  }
}
