package io.felucca.api.diff;

import io.felucca.api.Descriptor;
import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.plugin.Plugin;
import io.felucca.api.plugin.PluginKind;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a layer of the difference between two file systems, and applies layers. A call that a
 * differ cannot serve is UNIMPLEMENTED, and the next differ is asked.
 */
@ConsumerType
public interface Differ extends Plugin, Applier {
  PluginKind<Differ> KIND = new PluginKind<>("io.containerd.differ.v1", Differ.class);

  /**
   * Writes what {@code upper} changes against {@code lower} as a layer into the content store of
   * the scope's namespace.
   *
   * @return the layer's descriptor; the blob carries the label {@code containerd.io/uncompressed}
   */
  Descriptor compare(Scope scope, List<Mount> lower, List<Mount> upper, DiffOptions options);
}
