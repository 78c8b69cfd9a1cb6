package io.felucca.diff;

import io.felucca.api.diff.Differ;
import io.felucca.api.metadata.Metadata;
import io.felucca.testkit.DifferSuite;
import java.nio.file.Path;

/** The walking differ does what every differ must do. */
public class WalkingDifferTest extends DifferSuite {
  @Override
  protected Differ create(Metadata metadata, Path state) {
    return new WalkingDiffer(Seats.of(metadata), state);
  }
}
