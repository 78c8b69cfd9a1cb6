package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.content.ContentInfo;
import io.felucca.client.Progress.Step;
import io.felucca.client.Progress.What;
import io.felucca.client.archive.ImageArchive;
import io.felucca.client.archive.LayoutWriter;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Index;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.MediaTypes;
import io.felucca.oci.image.PlatformMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes images to one archive. */
final class Saving {
  private final Content content;
  private final PlatformMatcher platforms;
  private final Progress progress;

  Saving(Content content, PlatformMatcher platforms, Progress progress) {
    this.content = content;
    this.platforms = platforms;
    this.progress = progress;
  }

  void save(OutputStream out, List<Image> images) throws IOException {
    LayoutWriter layout = new LayoutWriter(out);
    List<ImageDescriptor> entries = new ArrayList<>();
    for (Image image : images) {
      tree(layout, image.target());
      entries.add(named(image));
      progress.step(new Step(What.NAMED, image.name(), 0, 0));
    }
    layout.finish(entries);
  }

  private static ImageDescriptor named(Image image) {
    Map<String, String> annotations = new TreeMap<>(image.target().annotations());
    annotations.put(ImageArchive.NAME, image.name());
    String last = image.name().substring(image.name().lastIndexOf('/') + 1);
    annotations.put(ImageArchive.REF, last.substring(last.indexOf(':') + 1));
    Descriptor target = image.target();
    return ImageDescriptor.of(
        new Descriptor(target.mediaType(), target.digest(), target.size(), annotations));
  }

  /** What is not there of other platforms and layers that may not be passed on is left out. */
  private void tree(LayoutWriter layout, Descriptor target) throws IOException {
    if (MediaTypes.isIndex(target.mediaType())) {
      Index index = Index.parse(content.readAll(target.digest()));
      for (ImageDescriptor child : index.select(platforms)) {
        tree(layout, child.descriptor());
      }
    } else if (MediaTypes.isManifest(target.mediaType())) {
      Manifest manifest = Manifest.parse(content.readAll(target.digest()));
      blob(layout, manifest.config().digest());
      for (ImageDescriptor layer : manifest.layers()) {
        if (!MediaTypes.isNonDistributable(layer.mediaType())) {
          blob(layout, layer.digest());
        }
      }
    }
    blob(layout, target.digest());
  }

  private void blob(LayoutWriter layout, Digest digest) throws IOException {
    if (layout.has(digest)) {
      return;
    }
    ContentInfo info = content.info(digest);
    try (InputStream in = content.read(digest)) {
      layout.blob(digest, info.size(), in);
    }
    progress.step(new Step(What.WRITTEN, digest.toString(), info.size(), info.size()));
  }
}
