package io.felucca.metadata.gc;

import io.felucca.api.content.ContentInfo;
import io.felucca.api.image.Image;
import io.felucca.api.lease.Lease;
import io.felucca.api.lease.LeaseResource;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.metadata.db.ContainerRefs;
import io.felucca.metadata.db.Ingest;
import io.felucca.metadata.db.PendingCommit;
import io.felucca.metadata.db.SnapshotRecord;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.gc.Node.Kind;
import io.felucca.metadata.objects.Expiries;
import java.time.Instant;
import java.util.Map;

/** Reads one namespace into a graph: every record once, in the order of the store. */
final class Scan {
  private static final String FLAT = "containerd.io/gc.flat";

  private final Space space;
  private final Instant now;
  private final Expiries expiries;
  private final Graph graph = new Graph();
  private final LabelReader labels;

  /**
   * @param expiries is told of what expires later than now
   */
  Scan(Space space, Instant now, Expiries expiries) {
    this.space = space;
    this.now = now;
    this.expiries = expiries;
    this.labels = new LabelReader(graph, now);
  }

  Graph run() {
    space.leases().each(this::lease);
    space.images().each(this::image);
    space.ingests().each(this::ingest);
    space.blobs().each(this::blob);
    space.containerRefs().each(this::container);
    space.sandboxes().each(this::sandbox);
    for (String snapshotter : space.snapshotters()) {
      space.snapshots(snapshotter).each(snapshot -> snapshot(snapshotter, snapshot));
    }
    labels.finish();
    return graph;
  }

  /** What is to be put on a parent refers to it already. */
  void pending(PendingCommit commit) {
    if (!commit.parent().isEmpty()) {
      graph.reference(
          Node.snapshot(commit.snapshotter(), commit.key()),
          Node.snapshot(commit.snapshotter(), commit.parent()));
    }
  }

  private void lease(Lease lease) {
    Node node = new Node(Kind.LEASE, lease.id());
    graph.thing(node);
    if (isExpired(lease.labels())) {
      return;
    }
    graph.root(node);
    boolean flat = lease.labels().containsKey(FLAT);
    for (LeaseResource resource : space.leaseBook().of(lease.id())) {
      Node held = Node.of(resource);
      if (flat && held.kind() != Kind.INGEST) {
        graph.flatRoot(held);
      } else {
        graph.root(held);
      }
    }
  }

  private void image(Image image) {
    Node node = new Node(Kind.IMAGE, image.name());
    graph.thing(node);
    graph.part(node, new Node(Kind.CONTENT, image.target().digest().toString()));
    if (!isExpired(image.labels())) {
      graph.root(node);
    }
    labels.read(node, image.labels());
  }

  private void ingest(Ingest ingest) {
    Node node = new Node(Kind.INGEST, ingest.ref());
    graph.thing(node);
    if (ingest.expireAt() != null && !isPast(ingest.expireAt())) {
      graph.root(node);
    }
    if (ingest.shared() != null) {
      graph.reference(node, new Node(Kind.CONTENT, ingest.shared().toString()));
    }
  }

  private void blob(ContentInfo blob) {
    Node node = new Node(Kind.CONTENT, blob.digest().toString());
    graph.thing(node);
    labels.read(node, blob.labels());
  }

  private void container(ContainerRefs container) {
    Node node = new Node(Kind.CONTAINER, container.id());
    graph.root(node);
    if (!container.snapshotter().isEmpty()) {
      graph.part(node, Node.snapshot(container.snapshotter(), container.snapshotKey()));
    }
    labels.read(node, container.labels());
  }

  private void sandbox(Sandbox sandbox) {
    Node node = new Node(Kind.SANDBOX, sandbox.id());
    graph.root(node);
    labels.read(node, sandbox.labels());
  }

  private void snapshot(String snapshotter, SnapshotRecord snapshot) {
    Node node = Node.snapshot(snapshotter, snapshot.key());
    graph.thing(node);
    if (!snapshot.parent().isEmpty()) {
      graph.part(node, Node.snapshot(snapshotter, snapshot.parent()));
    }
    labels.read(node, snapshot.labels());
  }

  private boolean isExpired(Map<String, String> labels) {
    return Expiries.of(labels).map(this::isPast).orElse(false);
  }

  private boolean isPast(Instant moment) {
    boolean past = now.isAfter(moment);
    if (!past) {
      expiries.note(moment);
    }
    return past;
  }
}
