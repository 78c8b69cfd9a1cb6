package io.felucca.runc;

import io.felucca.api.Fault;
import io.felucca.wire.options.CheckpointOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file beside criu's that tells with which options a checkpoint was written: criu wants some of
 * them again at the restore, and whoever restores does not know them.
 */
final class CheckpointNote {
  private static final String NAME = "checkpoint-options";

  private CheckpointNote() {}

  static void write(Path image, CheckpointOptions options) {
    try {
      CheckpointOptions told =
          options.toBuilder()
              .clearExit()
              .clearImagePath()
              .clearWorkPath()
              .clearParentPath()
              .build();
      Files.write(image.resolve(NAME), told.toByteArray());
    } catch (IOException e) {
      throw Fault.io("options of a checkpoint", e);
    }
  }

  /** None for a checkpoint that another program has written. */
  static CheckpointOptions read(Path image) {
    try {
      return CheckpointOptions.parseFrom(Files.readAllBytes(image.resolve(NAME)));
    } catch (NoSuchFileException e) {
      return CheckpointOptions.getDefaultInstance();
    } catch (IOException e) {
      throw Fault.io("options of the checkpoint in " + image, e);
    }
  }
}
