package io.felucca.oci.image;

import io.felucca.api.Digest;
import io.felucca.api.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names for stacks of layers: OCI image specification, "Layer ChainID".
 *
 * <p>The chain ID of one layer is its digest; that of more is the digest of the text {@code
 * chainOfTheLower topmost}.
 */
public final class ChainIds {
  private ChainIds() {}

  /** The name of the whole stack, the lowest layer first; an invalid argument for no layers. */
  public static Digest of(List<Digest> diffIds) {
    if (diffIds.isEmpty()) {
      throw Fault.invalid("no layers: there is no chain ID of nothing");
    }
    List<Digest> all = all(diffIds);
    return all.get(all.size() - 1);
  }

  /** The names of the stacks up to each layer. */
  public static List<Digest> all(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>();
    for (Digest layer : diffIds) {
      chain.add(chain.isEmpty() ? layer : on(chain.get(chain.size() - 1), layer));
    }
    return chain;
  }

  private static Digest on(Digest lower, Digest layer) {
    return Digest.of((lower + " " + layer).getBytes(StandardCharsets.UTF_8));
  }
}
