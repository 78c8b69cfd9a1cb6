package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Blob;
import io.felucca.itests.fixture.Tar;
import io.felucca.itests.fixture.Upload;
import io.felucca.wire.types.Mount;
import java.util.List;
import java.util.Map;

/** Unpacks a layer into a new snapshot, again and again. */
final class Layers {
  private final Blob layer =
      new Tar()
          .directory("d/")
          .file("d/a", new byte[300_000])
          .file("d/b", new byte[300_000])
          .finished();
  private boolean there;

  void round(Round round) {
    if (!there) {
      Upload.commit(round.rpc().channel(), layer, Map.of(Clients.ROOT, "traffic"));
      there = true;
    }
    List<Mount> mounts = Clients.prepare(round, "overlayfs");
    round.run("diff.apply", () -> round.rpc().diff().apply(Clients.apply(layer, mounts)));
    Clients.remove(round, "overlayfs");
  }
}
