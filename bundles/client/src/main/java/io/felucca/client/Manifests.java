package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.oci.image.ImageConfig;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.MediaTypes;
import io.felucca.oci.image.PlatformMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What images are made of, from an index down to layers. */
final class Manifests {
  private static final String REF = "containerd.io/gc.ref.content.";

  private final Content content;
  private final PlatformMatcher platforms;

  Manifests(Content content, PlatformMatcher platforms) {
    this.content = content;
    this.platforms = platforms;
  }

  /** The best manifest for the platforms. */
  Manifest manifest(Descriptor target) {
    if (MediaTypes.isManifest(target.mediaType())) {
      return Manifest.parse(content.readAll(target.digest()));
    }
    if (!MediaTypes.isIndex(target.mediaType())) {
      throw Fault.invalid(
          "%s is of the type \"%s\", which is neither a manifest nor an index",
          target.digest(), target.mediaType());
    }
    Index index = Index.parse(content.readAll(target.digest()));
    return manifest(selected(target, index).get(0).descriptor());
  }

  ImageConfig config(Manifest manifest) {
    return ImageConfig.parse(content.readAll(manifest.config().digest()));
  }

  private List<ImageDescriptor> selected(Descriptor target, Index index) {
    List<ImageDescriptor> fitting = index.select(platforms);
    if (fitting.isEmpty()) {
      throw Fault.notFound(
          "no manifest in index %s for the platform, there are %s",
          target.digest(),
          index.manifests().stream().flatMap(each -> each.platform().stream()).toList());
    }
    return fitting;
  }

  /** Has each piece keep what it is made of, for the wanted platforms, by labels. */
  void keep(Descriptor target) {
    if (MediaTypes.isIndex(target.mediaType())) {
      Index index = Index.parse(content.readAll(target.digest()));
      List<ImageDescriptor> children = selected(target, index);
      children.forEach(child -> keep(child.descriptor()));
      content.label(target.digest(), numbered("m.", children));
    } else if (MediaTypes.isManifest(target.mediaType())) {
      Manifest manifest = Manifest.parse(content.readAll(target.digest()));
      Map<String, String> labels = numbered("l.", manifest.layers());
      labels.put(REF + "config", manifest.config().digest().toString());
      content.info(manifest.config().digest());
      content.label(target.digest(), labels);
    }
  }

  private static Map<String, String> numbered(String prefix, List<ImageDescriptor> children) {
    Map<String, String> labels = new TreeMap<>();
    for (ImageDescriptor child : children) {
      labels.put(REF + prefix + labels.size(), child.digest().toString());
    }
    return labels;
  }
}
