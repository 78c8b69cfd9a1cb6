package io.felucca.metadata.db;

import io.felucca.api.TypedValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Typed values as fields of a record; null is one too. */
final class TypedValues {
  private TypedValues() {}

  static void write(RecordWriter writer, TypedValue value) {
    if (value == null) {
      writer.number(0);
    } else {
      writer.number(1).text(value.typeUrl()).bytes(value.bytes());
    }
  }

  static TypedValue read(RecordReader reader) {
    return reader.number() == 0 ? null : TypedValue.keeping(reader.text(), reader.buffer());
  }

  static void writeAll(RecordWriter writer, Map<String, TypedValue> values) {
    writer.number(values.size());
    values.forEach((key, value) -> write(writer.text(key), value));
  }

  static Map<String, TypedValue> readAll(RecordReader reader) {
    Map<String, TypedValue> values = new LinkedHashMap<>();
    for (long left = reader.number(); left > 0; left--) {
      values.put(reader.text(), read(reader));
    }
    return values;
  }
}
