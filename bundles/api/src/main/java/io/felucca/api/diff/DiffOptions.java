package io.felucca.api.diff;

import java.time.Instant;
import java.util.Map;

/**
 * How a layer is to be made.
 *
 * @param mediaType of the layer; empty for the differ's own choice (gzip-compressed tar)
 * @param ref the content ingest to use; empty for one of the differ's choice
 * @param labels for the new blob
 * @param sourceDateEpoch no time in the layer is later than this; null for times as they are
 */
public record DiffOptions(
    String mediaType, String ref, Map<String, String> labels, Instant sourceDateEpoch) {
  public DiffOptions {
    labels = Map.copyOf(labels);
  }
}
