package io.felucca.metadata.db;

import io.felucca.api.container.Container;

/** Containers: head and snapshot first, for the collector's sake, then the rest. */
final class ContainerCodec implements Codec<Container> {
  static final int FORMAT = 1;

  @Override
  public String key(Container container) {
    return container.id();
  }

  @Override
  public byte[] encode(Container container) {
    RecordWriter writer =
        Head.write(FORMAT, container.createdAt(), container.updatedAt(), container.labels())
            .text(container.snapshotter())
            .text(container.snapshotKey())
            .text(container.image())
            .text(container.runtime())
            .text(container.sandbox());
    TypedValues.write(writer, container.runtimeOptions());
    TypedValues.write(writer, container.spec());
    TypedValues.writeAll(writer, container.extensions());
    return writer.done();
  }

  @Override
  public Container decode(String key, byte[] bytes) {
    RecordReader reader = new RecordReader(bytes, FORMAT);
    Head head = Head.read(reader);
    String snapshotter = reader.text();
    String snapshotKey = reader.text();
    String image = reader.text();
    String runtime = reader.text();
    String sandbox = reader.text();
    return new Container(
        key,
        head.labels(),
        image,
        runtime,
        TypedValues.read(reader),
        TypedValues.read(reader),
        snapshotter,
        snapshotKey,
        sandbox,
        TypedValues.readAll(reader),
        head.createdAt(),
        head.updatedAt());
  }
}
