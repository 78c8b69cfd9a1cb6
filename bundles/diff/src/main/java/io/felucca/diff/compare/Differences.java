package io.felucca.diff.compare;

import io.felucca.api.Digest;
import io.felucca.api.content.ContentWriter;
import io.felucca.diff.stream.Buffers;
import io.felucca.diff.stream.Compression;
import io.felucca.diff.stream.LayerOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * What two sides differ in, as a layer's bytes.
 *
 * @param latest no time in the layer is later; null for times as they are
 */
record Differences(
    Sides sides, Compression compression, Instant latest, Buffers buffers, Runnable stillWanted) {
  private static final Logger LOG = System.getLogger("io.felucca.diff");

  /** Writes them from the ingest's beginning; the diff ID. */
  Digest writeTo(ContentWriter writer) throws IOException {
    try {
      return attempt(writer);
    } catch (OverlayUpper.NotPlain e) {
      LOG.log(Level.DEBUG, "upper layer is walked through mounted reason=" + e.getMessage());
      writer.truncate(0);
      sides.mountUpper();
      return attempt(writer);
    }
  }

  private Digest attempt(ContentWriter writer) throws IOException {
    try (LayerOutput out = LayerOutput.open(writer, compression, buffers)) {
      LayerWriter layer = new LayerWriter(out, sides.upper(), new Entries(latest));
      try (Walk walk = new Walk(layer, sides.overlay(), stillWanted)) {
        walk.run(sides.lower(), sides.upper());
      }
      layer.finish();
      return out.finish();
    }
  }
}
