package io.felucca.metadata.db;

import java.util.Map;

/** What the collector wants to know of a container. */
public record ContainerRefs(
    String id, Map<String, String> labels, String snapshotter, String snapshotKey) {
  /** Reads the front of a container's record. */
  static final class Reader implements Codec<ContainerRefs> {
    @Override
    public String key(ContainerRefs refs) {
      return refs.id();
    }

    @Override
    public byte[] encode(ContainerRefs refs) {
      throw new UnsupportedOperationException("a container is more than its references");
    }

    @Override
    public ContainerRefs decode(String key, byte[] bytes) {
      RecordReader reader = new RecordReader(bytes, ContainerCodec.FORMAT);
      return new ContainerRefs(key, Head.read(reader).labels(), reader.text(), reader.text());
    }
  }
}
