package io.felucca.overlayfs;

import io.felucca.api.Fault;
import io.felucca.linux.Idmap;
import java.util.List;

/**
 * Reads the labels by which a client asks for a snapshot whose owners are shifted: {@code
 * inside:outside:size[,...]}.
 */
final class Mapping {
  private Mapping() {}

  /** The ID outside that stands for root inside; 0 without a mapping. */
  static long root(String label) {
    if (label == null) {
      return 0;
    }
    try {
      List<Idmap.Mapping> mappings = Idmap.Mapping.parse(label);
      return mappings.stream()
          .filter(mapping -> mapping.inside() == 0)
          .mapToLong(Idmap.Mapping::outside)
          .findFirst()
          .orElseThrow(() -> Fault.invalid("ID mapping \"%s\" does not map root", label));
    } catch (IllegalArgumentException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT,
          "ID mapping \"" + label + "\" is not inside:outside:size[,...]",
          e);
    }
  }
}
