package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.DeleteContentRequest;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.ListContentRequest;
import io.felucca.wire.content.ReadContentRequest;
import io.felucca.wire.content.ReadContentResponse;
import io.felucca.wire.content.StatusRequest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;

/** What programs do with content: whole blobs quickly, and streams that last. */
final class Blobs {
  private static final int CHUNK = 64 << 10;

  private Blobs() {}

  static void round(Round round) {
    var stub = round.rpc().content();
    Blob blob = Blob.of(round.name());
    Map<String, String> labels = Map.of(Clients.ROOT, "traffic");
    round.run("content.write", () -> Upload.commit(round.rpc().channel(), blob, labels));
    round.run(
        "content.info", () -> stub.info(InfoRequest.newBuilder().setDigest(blob.digest()).build()));
    round.run("content.read", () -> read(round, blob));
    round.run(
        "content.list",
        () -> stub.list(ListContentRequest.getDefaultInstance()).forEachRemaining(b -> {}));
    round.run(
        "content.delete",
        () -> stub.delete(DeleteContentRequest.newBuilder().setDigest(blob.digest()).build()));
  }

  private static void read(Round round, Blob blob) {
    Iterator<ReadContentResponse> pieces =
        round
            .rpc()
            .content()
            .read(ReadContentRequest.newBuilder().setDigest(blob.digest()).build());
    byte[] got = pieces.next().getData().toByteArray();
    if (!Arrays.equals(got, blob.bytes())) {
      throw new IllegalStateException("other bytes than were written");
    }
    pieces.forEachRemaining(none -> {});
  }

  /** One ingest of a few seconds, each answer a call. */
  static void writeSlowly(Round round) {
    Blob blob = Blob.random(new Random(), 60 * CHUNK);
    try (Upload upload = new Upload(round.rpc().channel(), round.name())) {
      round.run("ingest.begin", () -> upload.begin(blob.size(), blob.digest()));
      for (int at = 0; at < blob.size() && !round.ended().getAsBoolean(); at += CHUNK) {
        int from = at;
        byte[] chunk = Arrays.copyOfRange(blob.bytes(), from, from + CHUNK);
        round.run("ingest.write", () -> upload.write(from, chunk));
        round.run(
            "content.status",
            () ->
                round
                    .rpc()
                    .content()
                    .status(StatusRequest.newBuilder().setRef(round.name()).build()));
        Streams.rest(30);
      }
      if (!round.ended().getAsBoolean()) {
        round.run("ingest.commit", () -> upload.commit(blob.size(), blob.digest(), Map.of()));
      }
    }
  }

  /** Reads of a blob that is larger than all buffers on the way. */
  static final class Reading {
    private final Blob blob = Blob.random(new Random(1), 24 << 20);
    private boolean there;

    void round(Round round) {
      if (!there) {
        upload(round);
        there = true;
      }
      Iterator<ReadContentResponse> pieces =
          round
              .rpc()
              .content()
              .read(ReadContentRequest.newBuilder().setDigest(blob.digest()).build());
      long read = 0;
      while (read < blob.size() && !round.ended().getAsBoolean()) {
        read += round.time("read.piece", pieces::next).getData().size();
        Streams.rest(20);
      }
    }

    private void upload(Round round) {
      try (Upload upload = new Upload(round.rpc().channel(), "big")) {
        upload.begin(blob.size(), blob.digest());
        for (int at = 0; at < blob.size(); at += 1 << 20) {
          upload.write(at, Arrays.copyOfRange(blob.bytes(), at, at + (1 << 20)));
        }
        upload.commit(blob.size(), blob.digest(), Map.of(Clients.ROOT, "traffic"));
      }
    }
  }
}
