package io.felucca.metadata.db;

import io.felucca.api.TypedValue;
import io.felucca.api.container.Container;
import java.util.LinkedHashMap;
import java.util.Map;

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
    writeValue(writer, container.runtimeOptions());
    writeValue(writer, container.spec());
    writer.number(container.extensions().size());
    container.extensions().forEach((key, value) -> writeValue(writer.text(key), value));
    return writer.done();
  }

  private static void writeValue(RecordWriter writer, TypedValue value) {
    if (value == null) {
      writer.number(0);
    } else {
      writer.number(1).text(value.typeUrl()).bytes(value.bytes());
    }
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
        readValue(reader),
        readValue(reader),
        snapshotter,
        snapshotKey,
        sandbox,
        readExtensions(reader),
        head.createdAt(),
        head.updatedAt());
  }

  private static TypedValue readValue(RecordReader reader) {
    return reader.number() == 0 ? null : TypedValue.keeping(reader.text(), reader.buffer());
  }

  private static Map<String, TypedValue> readExtensions(RecordReader reader) {
    Map<String, TypedValue> extensions = new LinkedHashMap<>();
    for (long left = reader.number(); left > 0; left--) {
      extensions.put(reader.text(), readValue(reader));
    }
    return extensions;
  }
}
