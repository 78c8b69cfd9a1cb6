package io.felucca.api.diff;

import io.felucca.api.TypedValue;
import java.util.Map;

/**
 * How a layer is to be applied.
 *
 * @param payloads for stream processors, by media type
 * @param syncFs whether the file system is synced before the call returns
 */
public record ApplyOptions(Map<String, TypedValue> payloads, boolean syncFs) {
  public static final ApplyOptions NONE = new ApplyOptions(Map.of(), false);

  public ApplyOptions {
    payloads = Map.copyOf(payloads);
  }
}
