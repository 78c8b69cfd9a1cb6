package io.felucca.oci.spec;

import java.util.List;

/**
 * One change to a runtime specification.
 *
 * <p>Options apply in the order in which they are given, each to what the ones before it left:
 * where two say something about the same, the later wins.
 */
@FunctionalInterface
public interface SpecOption {
  /** Changes the specification; a fault where that cannot be done. */
  void apply(SpecDraft draft);

  /** Several options as one. */
  static SpecOption all(SpecOption... options) {
    List<SpecOption> all = List.of(options);
    return draft -> all.forEach(option -> option.apply(draft));
  }
}
