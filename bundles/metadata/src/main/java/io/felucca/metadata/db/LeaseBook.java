package io.felucca.metadata.db;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.store.Bucket;
import io.felucca.store.Entry;
import java.util.ArrayList;
import java.util.List;

/** The leases of a namespace and what each holds, under {@code type/id} in a bucket per lease. */
public final class LeaseBook {
  private static final byte[] NOTHING = {};
  private static final String SNAPSHOTS = "snapshots/";

  private final Table<Lease> leases;
  private final Bucket held;

  LeaseBook(Table<Lease> leases, Bucket held) {
    this.leases = leases;
    this.held = held;
  }

  public static LeaseResource content(Object digest) {
    return new LeaseResource("content", digest.toString());
  }

  public static LeaseResource ingest(String ref) {
    return new LeaseResource("ingests", ref);
  }

  public static LeaseResource image(String name) {
    return new LeaseResource("images", name);
  }

  public static LeaseResource snapshot(String snapshotter, String key) {
    return new LeaseResource(SNAPSHOTS + snapshotter, key);
  }

  /** NOT_FOUND where the scope has a lease that is not there. */
  public void check(Scope scope) {
    if (!scope.lease().isEmpty() && !leases.has(scope.lease())) {
      throw Fault.notFound("lease does not exist");
    }
  }

  /** Adds to the scope's lease, if it has one; NOT_FOUND where that is not there. */
  public void add(Scope scope, LeaseResource resource) {
    check(scope);
    if (!scope.lease().isEmpty()) {
      add(scope.lease(), resource);
    }
  }

  /** Takes it from the scope's lease, if that is there and holds it. */
  public void remove(Scope scope, LeaseResource resource) {
    if (!scope.lease().isEmpty() && leases.has(scope.lease())) {
      remove(scope.lease(), resource);
    }
  }

  public void add(String lease, LeaseResource resource) {
    held.make(lease).put(key(resource), NOTHING);
  }

  public void remove(String lease, LeaseResource resource) {
    held.bucket(lease).ifPresent(bucket -> bucket.delete(key(resource)));
  }

  /** What it holds: content, images, ingests, snapshots by snapshotter. */
  public List<LeaseResource> of(String lease) {
    List<LeaseResource> resources = new ArrayList<>();
    for (Entry entry : held.at(lease).entries().values()) {
      resources.add(resource(entry.name()));
    }
    return resources;
  }

  /** The lease lets go of everything. */
  public void clear(String lease) {
    held.deleteBucket(lease);
  }

  private static String key(LeaseResource resource) {
    return Keys.check(resource.type() + "/" + resource.id());
  }

  private static LeaseResource resource(String key) {
    int from = key.startsWith(SNAPSHOTS) ? SNAPSHOTS.length() : 0;
    int slash = key.indexOf('/', from);
    return new LeaseResource(key.substring(0, slash), key.substring(slash + 1));
  }
}
