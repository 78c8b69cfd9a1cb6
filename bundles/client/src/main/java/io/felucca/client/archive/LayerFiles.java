package io.felucca.client.archive;

import io.felucca.api.Fault;
import io.felucca.oci.rootfs.RootFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The files of an image, looked up in its packed layers: for programs that may not look into the
 * snapshots. All layers are read once to know what is there, and the layer of a file once more for
 * its content.
 */
public final class LayerFiles implements RootFiles {
  private static final int LARGEST = 10 << 20;

  /** A layer as it is stored, compressed or not. */
  @FunctionalInterface
  public interface Layer {
    InputStream open() throws IOException;
  }

  private final List<Layer> layers;
  private LayerIndex index;

  /**
   * Looks at nothing yet.
   *
   * @param layers the lowest first
   */
  public LayerFiles(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  @Override
  public synchronized Optional<byte[]> read(String path) {
    try {
      if (index == null) {
        index = indexed();
      }
      Optional<LayerIndex.Node> node = index.resolve(path);
      return node.isPresent() ? Optional.of(content(node.get(), path)) : Optional.empty();
    } catch (IOException e) {
      throw e.getCause() instanceof Fault fault
          ? fault
          : Fault.io("cannot look for " + path + " in the layers of the image", e);
    }
  }

  private LayerIndex indexed() throws IOException {
    LayerIndex made = new LayerIndex();
    for (int i = 0; i < layers.size(); i++) {
      try (InputStream in = layers.get(i).open()) {
        TarReader tar = new TarReader(Compression.decompressed(in));
        for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
          made.add(i, entry);
        }
      }
    }
    return made;
  }

  private byte[] content(LayerIndex.Node node, String path) throws IOException {
    if (!node.isFile()) {
      throw Fault.invalid("%s of the image is not a regular file", path);
    }
    byte[] found = null;
    try (InputStream in = layers.get(node.layer()).open()) {
      TarReader tar = new TarReader(Compression.decompressed(in));
      for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
        if (entry.isFile() && entry.name().equals(node.source())) {
          found = small(tar, entry, path);
        }
      }
    }
    if (found == null) {
      throw Fault.of(Fault.Kind.DATA_LOSS, "%s of the image is gone while it is read", path);
    }
    return found;
  }

  private static byte[] small(TarReader tar, TarReader.Entry entry, String path)
      throws IOException {
    if (entry.size() > LARGEST) {
      throw Fault.invalid("%s of the image is larger than %d bytes", path, LARGEST);
    }
    return tar.content().readAllBytes();
  }
}
