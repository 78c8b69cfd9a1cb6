package io.felucca.itests.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.content.InfoRequest;
import io.felucca.wire.content.StatusRequest;
import io.felucca.wire.content.WriteContentResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Writes a blob piece by piece, lets go in between, and goes on where the daemon says. */
final class Uploads implements Load {
  private static final Map<String, String> ROOT = Map.of("containerd.io/gc.root", "yes");
  private static final int PIECE = 30_000;
  private static final int PIECES = 7;

  private final Stage stage;
  private final Random random;
  private Blob blob;
  private long acknowledgedBytes;
  private boolean committing;
  private int number;
  private int resumed;
  private int acknowledged;

  Uploads(Stage stage, Random random) {
    this.stage = stage;
    this.random = random;
    next();
  }

  private void next() {
    blob = Blob.random(random, PIECE * PIECES);
    acknowledgedBytes = 0;
    committing = false;
    number++;
  }

  private String ref() {
    return "upload-" + number;
  }

  /** One session: some pieces, perhaps to the end. */
  @Override
  public void step() {
    try (Upload upload = new Upload(stage.rpc().channel(), ref())) {
      long offset = upload.begin(blob.size(), blob.digest()).getOffset();
      for (int i = random.nextInt(3); i >= 0 && offset < blob.size(); i--) {
        int end = (int) Math.min(blob.size(), offset + 1 + random.nextInt(PIECE));
        offset =
            upload.write(offset, Arrays.copyOfRange(blob.bytes(), (int) offset, end)).getOffset();
        acknowledgedBytes = offset;
        acknowledged++;
      }
      if (offset == blob.size()) {
        committing = true;
        upload.commit(blob.size(), blob.digest(), ROOT);
        next();
      }
    }
  }

  /**
   * What was acknowledged is there, what is there is right, and the rest can follow. A commit that
   * was not acknowledged may or may not have ended the ingest.
   */
  @Override
  public void check() {
    if (acknowledgedBytes > 0 && !committing) {
      resume();
    }
    next();
  }

  private void resume() {
    StatusRequest status = StatusRequest.newBuilder().setRef(ref()).build();
    long offset = stage.rpc().content().status(status).getStatus().getOffset();
    assertTrue(offset + " < " + acknowledgedBytes, offset >= acknowledgedBytes);
    try (Upload upload = new Upload(stage.rpc().channel(), ref())) {
      WriteContentResponse found = upload.begin(blob.size(), blob.digest());
      assertEquals(offset, found.getOffset());
      assertEquals(blob.cut((int) offset).digest(), found.getDigest());
      upload.write(offset, Arrays.copyOfRange(blob.bytes(), (int) offset, blob.size()));
      upload.commit(blob.size(), blob.digest(), ROOT);
    }
    InfoRequest request = InfoRequest.newBuilder().setDigest(blob.digest()).build();
    assertEquals(blob.size(), stage.rpc().content().info(request).getInfo().getSize());
    resumed++;
  }

  /** How many uploads went on after a crash. */
  int resumed() {
    return resumed;
  }

  @Override
  public int acknowledged() {
    return acknowledged;
  }
}
