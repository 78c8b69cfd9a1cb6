package io.felucca.services;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.diff.ApplyOptions;
import io.felucca.api.diff.DiffOptions;
import io.felucca.api.diff.Differ;
import java.util.List;

/** A differ that tells what it was asked in the annotations of what it answers. */
final class FewDiffs implements Differ {
  static final String FOREIGN = "application/x-foreign";

  @Override
  public Descriptor apply(Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options) {
    if (layer.mediaType().equals(FOREIGN)) {
      throw Fault.unimplemented("media type %s", FOREIGN);
    }
    return asked(layer.digest(), mounts + " " + options.syncFs() + " " + options.payloads());
  }

  @Override
  public Descriptor compare(
      Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options) {
    return asked(Digest.of(new byte[0]), lower + " " + upper + " " + options);
  }

  private static Descriptor asked(Digest digest, String question) {
    return new Descriptor("mt", digest, 1, java.util.Map.of("asked", question));
  }
}
