package io.felucca.proxy.content;

import io.felucca.api.content.ContentInfo;
import io.felucca.api.content.IngestStatus;
import io.felucca.wire.content.Info;
import io.felucca.wire.content.Status;
import io.felucca.wire.convert.ContentWire;
import java.time.Instant;
import java.util.Objects;

/** What another process tells of blobs and ingests, times included, which not every one tells. */
final class Known {
  private Known() {}

  static ContentInfo info(Info wire) {
    ContentInfo info = ContentWire.fromWire(wire);
    return new ContentInfo(
        info.digest(), info.size(), time(info.createdAt()), time(info.updatedAt()), info.labels());
  }

  static IngestStatus status(Status wire) {
    IngestStatus status = ContentWire.fromWire(wire);
    return new IngestStatus(
        status.ref(),
        status.offset(),
        status.total(),
        status.expected(),
        time(status.startedAt()),
        time(status.updatedAt()));
  }

  static Instant time(Instant told) {
    return Objects.requireNonNullElse(told, Instant.EPOCH);
  }
}
