package io.felucca.diff.compare;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.content.ContentStore;
import io.felucca.api.diff.DiffOptions;
import io.felucca.diff.stream.Buffers;
import io.felucca.diff.stream.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes a layer of what two sets of mounts differ in, and puts it into the content store. */
public final class LayerComparer {
  private final Path temp;
  private final Buffers buffers;

  /**
   * @param temp a folder for mounts that are needed meanwhile
   */
  public LayerComparer(Path temp, Buffers buffers) {
    this.temp = temp;
    this.buffers = buffers;
  }

  /**
   * Compares.
   *
   * @param lower none for an empty file system
   * @param stillWanted called before each file; throws when nobody waits any more
   */
  public Descriptor compare(
      ContentStore store,
      Scope scope,
      List<Mount> lower,
      List<Mount> upper,
      DiffOptions options,
      Runnable stillWanted) {
    Compression compression = Compression.of(options.mediaType());
    try (Sides sides = Sides.open(lower, upper, temp)) {
      Differences differences =
          new Differences(sides, compression, options.sourceDateEpoch(), buffers, stillWanted);
      return new LayerBlob(store, scope, options, compression).write(differences);
    } catch (IOException e) {
      throw Fault.io("make layer", e);
    }
  }
}
