package io.felucca.api.diff;

import io.felucca.api.Descriptor;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Unpacks layers. */
@ConsumerType
public interface Applier {
  /**
   * Reads the layer from the content store of the scope's namespace and applies it to what the
   * mounts make up.
   *
   * @return the descriptor of the uncompressed stream: its digest is the layer's diff ID
   */
  Descriptor apply(Scope scope, Descriptor layer, List<Mount> mounts, ApplyOptions options);
}
