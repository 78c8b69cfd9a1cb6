package io.felucca.wire.convert;

import com.google.protobuf.FieldMask;
import io.felucca.api.FieldPaths;

/**
 * Field masks. Their paths are taken as they are: protobuf's own utilities refuse label keys with
 * dots and slashes.
 */
public final class Masks {
  private Masks() {}

  public static FieldMask toWire(FieldPaths paths) {
    return FieldMask.newBuilder().addAllPaths(paths.paths()).build();
  }

  public static FieldPaths fromWire(FieldMask mask) {
    return new FieldPaths(mask.getPathsList());
  }
}
