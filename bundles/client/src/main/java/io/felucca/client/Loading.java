package io.felucca.client;

import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.client.Progress.Step;
import io.felucca.client.Progress.What;
import io.felucca.client.archive.Archived;
import io.felucca.client.archive.ImageArchive;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Loads one archive of images, under a lease. */
final class Loading {
  private final Workspace workspace;
  private final LoadOptions options;
  private final Progress progress;
  private final Content content;

  Loading(Workspace workspace, LoadOptions options, Progress progress) {
    this.workspace = workspace;
    this.options = options;
    this.progress = progress;
    this.content = workspace.content();
  }

  List<Image> load(InputStream archive) throws IOException {
    List<Image> images = new ArrayList<>();
    for (Archived found : ImageArchive.read(archive, this::put)) {
      String name = nameOf(found);
      if (!name.isEmpty()) {
        images.add(image(name, found.target().descriptor()));
      }
    }
    return images;
  }

  private String nameOf(Archived found) {
    if (!found.name().isEmpty()) {
      return found.name();
    }
    return found.ref().isEmpty() ? "" : options.name(found.ref());
  }

  private Image image(String name, Descriptor target) {
    new Manifests(content, options.platforms()).keep(target);
    Image image = workspace.images().put(name, target, Map.of());
    progress.step(new Step(What.NAMED, name, 0, 0));
    if (!options.unpackTo().isEmpty()) {
      image.unpack(options.unpackTo(), progress);
    }
    return image;
  }

  private Descriptor put(String mediaType, Digest digest, long size, InputStream from) {
    String ref = "import-" + (digest == null ? UUID.randomUUID() : digest);
    Descriptor expected = new Descriptor(mediaType, digest, size, Map.of());
    return content.write(ref, expected, from, Map.of(), progress);
  }
}
