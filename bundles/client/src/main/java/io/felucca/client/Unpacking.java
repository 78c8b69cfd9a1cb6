package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.client.Progress.Step;
import io.felucca.client.Progress.What;
import io.felucca.oci.image.ChainIds;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Manifest;
import io.felucca.wire.convert.DescriptorWire;
import io.felucca.wire.convert.DiffWire;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.DiffGrpc;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Makes snapshots of an image's layers, under a lease. */
final class Unpacking {
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";
  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";
  private static final String TARGET = "containerd.io/snapshot.ref";

  private final Workspace workspace;
  private final Content content;
  private final Snapshots snapshots;
  private final Progress progress;

  Unpacking(Workspace workspace, Snapshots snapshots, Progress progress) {
    this.workspace = workspace;
    this.content = workspace.content();
    this.snapshots = snapshots;
    this.progress = progress;
  }

  Digest unpack(Manifest manifest, ImageConfig config) {
    List<Digest> diffIds = config.diffIds();
    List<ImageDescriptor> layers = manifest.layers();
    if (layers.size() != diffIds.size()) {
      throw Fault.invalid(
          "manifest has %d layers, its configuration %s has %d",
          layers.size(), manifest.config().digest(), diffIds.size());
    }
    if (layers.isEmpty()) {
      throw Fault.precondition(
          "image of configuration %s has no layers to unpack", manifest.config().digest());
    }
    List<Digest> chain = ChainIds.all(diffIds);
    for (int i = 0; i < layers.size(); i++) {
      String parent = i == 0 ? "" : chain.get(i - 1).toString();
      layer(layers.get(i).descriptor(), diffIds.get(i), parent, chain.get(i).toString());
    }
    Digest top = chain.get(chain.size() - 1);
    content.label(
        manifest.config().digest(), Map.of(SNAPSHOT + snapshots.snapshotter(), top.toString()));
    return top;
  }

  private void layer(Descriptor layer, Digest diffId, String parent, String name) {
    if (!isThere(name)) {
      progress.step(new Step(What.UNPACKING, layer.digest().toString(), 0, layer.size()));
      apply(layer, diffId, parent, name);
    }
    progress.step(new Step(What.UNPACKED, layer.digest().toString(), layer.size(), layer.size()));
  }

  private boolean isThere(String name) {
    return snapshots.find(name).isPresent();
  }

  /** A snapshotter that has the layer by itself says so, as does one where another was quicker. */
  private void apply(Descriptor layer, Digest diffId, String parent, String name) {
    Patience patience = new Patience();
    while (true) {
      String key = key(name);
      try {
        List<Mount> mounts = snapshots.prepare(key, parent, Map.of(TARGET, name));
        applyTo(layer, diffId, key, mounts, name);
        return;
      } catch (Fault fault) {
        if (fault.kind() != Fault.Kind.ALREADY_EXISTS) {
          throw fault;
        }
        if (isThere(name)) {
          return;
        }
        if (!patience.pause()) {
          throw fault;
        }
      }
    }
  }

  /** As containerd's clients call it: time, chance, chain ID. */
  private static String key(String name) {
    return "extract-%d-%06x %s"
        .formatted(
            System.nanoTime() % 1_000_000_000L, ThreadLocalRandom.current().nextInt(1 << 24), name);
  }

  private void applyTo(
      Descriptor layer, Digest diffId, String key, List<Mount> mounts, String name) {
    try {
      Digest applied = diff(layer, mounts);
      if (!applied.equals(diffId)) {
        throw Fault.precondition(
            "layer %s unpacks to %s, its image says %s", layer.digest(), applied, diffId);
      }
      snapshots.commit(name, key, Map.of());
      content.label(layer.digest(), Map.of(UNCOMPRESSED, diffId.toString()));
    } catch (RuntimeException e) {
      Faults.after(e, () -> Faults.unless(Fault.Kind.NOT_FOUND, () -> snapshots.remove(key)));
      throw e;
    }
  }

  private Digest diff(Descriptor layer, List<Mount> mounts) {
    ApplyRequest request = DiffWire.toWire(layer, mounts, ApplyOptions.NONE);
    return DescriptorWire.fromWire(
            workspace
                .caller()
                .work(DiffGrpc::newBlockingStub, stub -> stub.apply(request))
                .getApplied())
        .digest();
  }
}
