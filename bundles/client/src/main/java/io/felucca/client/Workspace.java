package io.felucca.client;

import io.felucca.api.lease.Lease;
import io.felucca.client.call.Caller;
import java.time.Duration;
import java.util.Map;

/**
 * One namespace of a daemon, as a client works in it.
 *
 * <p>What is made through a workspace belongs to its lease, if it has one: see {@link #lease}. Work
 * in many steps, such as loading an image, makes a lease of its own where there is none.
 *
 * <pre>{@code
 * Workspace demo = client.namespace("demo");
 * demo.images().list().forEach(image -> System.out.println(image.name()));
 * demo.containers().tasks().forEach(task -> System.out.println(task.containerId()));
 * }</pre>
 */
public final class Workspace {
  private static final String SNAPSHOTTER = "containerd.io/defaults/snapshotter";
  private static final String RUNTIME = "containerd.io/defaults/runtime";

  /** As the Go client has it: a program that dies leaves its lease for a day. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final Caller caller;

  Workspace(Caller caller) {
    this.caller = caller;
  }

  /** The namespace's name. */
  public String name() {
    return caller.namespace();
  }

  public Content content() {
    return new Content(caller);
  }

  public Images images() {
    return new Images(this);
  }

  public Containers containers() {
    return new Containers(this);
  }

  public Leases leases() {
    return new Leases(caller);
  }

  /** The snapshots of one snapshotter; of the namespace's default where the name is empty. */
  public Snapshots snapshots(String snapshotter) {
    return new Snapshots(caller, snapshotter.isEmpty() ? defaultSnapshotter() : snapshotter);
  }

  /** Events, of all namespaces; what is published through it is of this one. */
  public EventFeed events() {
    return new EventFeed(caller);
  }

  /**
   * The same under a lease, which is ended by closing. Where this is under a lease already, it is
   * that one, which then stays.
   */
  public HeldLease lease() {
    if (!caller.lease().isEmpty()) {
      return new HeldLease(caller.lease(), leases(), this, false);
    }
    Lease made = leases().create("", LIFE, Map.of());
    return new HeldLease(made.id(), leases(), under(made.id()), true);
  }

  /** The same under a lease that the caller manages. */
  public Workspace under(String lease) {
    return new Workspace(caller.under(lease));
  }

  /** What the namespace's label says, or {@code overlayfs}. */
  public String defaultSnapshotter() {
    return label(SNAPSHOTTER, "overlayfs");
  }

  /** What the namespace's label says, or {@code io.containerd.runc.v2}. */
  public String defaultRuntime() {
    return label(RUNTIME, "io.containerd.runc.v2");
  }

  private String label(String key, String otherwise) {
    return new Namespaces(caller).get(name()).labels().getOrDefault(key, otherwise);
  }

  Caller caller() {
    return caller;
  }
}
