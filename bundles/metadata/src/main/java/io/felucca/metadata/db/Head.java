package io.felucca.metadata.db;

import java.time.Instant;
import java.util.Map;

/** What every record begins with, so that the collector can read it without the rest. */
record Head(Instant createdAt, Instant updatedAt, Map<String, String> labels) {
  /** Both are there as the record's own format demands them. */
  static Head read(RecordReader reader) {
    return new Head(reader.time(), reader.time(), reader.texts());
  }

  static RecordWriter write(int format, Instant created, Instant updated, Map<String, String> map) {
    return new RecordWriter(format).time(created).time(updated).texts(map);
  }
}
