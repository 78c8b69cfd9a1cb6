package io.felucca.oci.option;

import io.felucca.oci.json.Texts;
import io.felucca.oci.spec.SpecOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notes in the specification that hooks and runtimes read. */
public final class Annotations {
  private Annotations() {}

  /** Adds or replaces annotations. */
  public static SpecOption add(Map<String, String> annotations) {
    Map<String, String> notes = new LinkedHashMap<>(annotations);
    return draft -> Texts.put(draft.tree(), "annotations", notes);
  }
}
