package io.felucca.metadata.db;

import io.felucca.api.container.Container;
import io.felucca.api.content.ContentInfo;
import io.felucca.api.image.Image;
import io.felucca.api.lease.Lease;
import io.felucca.api.sandbox.Sandbox;
import io.felucca.store.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One namespace's part of the store, inside a transaction. */
public final class Space {
  private static final Codec<Image> IMAGES = new ImageCodec();
  private static final Codec<Container> CONTAINERS = new ContainerCodec();
  private static final Codec<ContainerRefs> CONTAINER_REFS = new ContainerRefs.Reader();
  private static final Codec<Sandbox> SANDBOXES = new SandboxCodec();
  private static final Codec<Lease> LEASES = new LeaseCodec();
  private static final Codec<ContentInfo> BLOBS = new BlobCodec();
  private static final Codec<Ingest> INGESTS = new Ingest.IngestCodec();
  private static final Codec<SnapshotRecord> SNAPSHOTS = new SnapshotRecord.SnapshotCodec();

  private final String name;
  private final Bucket bucket;
  private final boolean writable;

  Space(String name, Bucket bucket, boolean writable) {
    this.name = name;
    this.bucket = bucket;
    this.writable = writable;
  }

  public String name() {
    return name;
  }

  public Table<Image> images() {
    return new Table<>(child("images"), IMAGES);
  }

  public Table<Container> containers() {
    return new Table<>(child("containers"), CONTAINERS);
  }

  public Table<ContainerRefs> containerRefs() {
    return new Table<>(child("containers"), CONTAINER_REFS);
  }

  public Table<Sandbox> sandboxes() {
    return new Table<>(child("sandboxes"), SANDBOXES);
  }

  public Table<Lease> leases() {
    return new Table<>(child("leases"), LEASES);
  }

  public LeaseBook leaseBook() {
    return new LeaseBook(leases(), child("leased"));
  }

  public Table<ContentInfo> blobs() {
    return new Table<>(child("blobs"), BLOBS);
  }

  public Table<Ingest> ingests() {
    return new Table<>(child("ingests"), INGESTS);
  }

  public Table<SnapshotRecord> snapshots(String snapshotter) {
    return new Table<>(child("snapshots", snapshotter), SNAPSHOTS);
  }

  /** Who is whose parent among the snapshots of a snapshotter. */
  public Children children(String snapshotter) {
    return new Children(child("children", snapshotter));
  }

  /** The snapshotters that ever had a snapshot here. */
  public List<String> snapshotters() {
    List<String> names = new ArrayList<>();
    bucket.at("snapshots").entries().buckets().forEach(entry -> names.add(entry.name()));
    return names;
  }

  public Map<String, String> labels() {
    return bucket.at("labels").texts();
  }

  public void setLabels(Map<String, String> labels) {
    bucket.deleteBucket("labels");
    bucket.make("labels").putTexts(labels);
  }

  private Bucket child(String... path) {
    return writable ? bucket.make(path) : bucket.at(path);
  }
}
