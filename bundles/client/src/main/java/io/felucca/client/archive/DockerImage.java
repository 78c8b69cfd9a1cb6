package io.felucca.client.archive;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.oci.image.ImageDescriptor;
import io.felucca.oci.image.Manifest;
import io.felucca.oci.image.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An entry of {@code manifest.json}, as {@code docker save} writes it. */
final class DockerImage {
  /** Filled in by gson; what is absent is null. */
  private static final class Entry {
    private String Config;
    private List<String> RepoTags;
    private List<String> Layers;
  }

  private final Entry entry;

  private DockerImage(Entry entry) {
    this.entry = entry;
    if (entry == null || entry.Config == null || entry.Layers == null) {
      throw Fault.invalid("manifest.json has an entry without Config or Layers");
    }
  }

  static List<DockerImage> parse(byte[] json) {
    try {
      Entry[] entries =
          new Gson().fromJson(new String(json, StandardCharsets.UTF_8), Entry[].class);
      return List.of(entries).stream().map(DockerImage::new).toList();
    } catch (JsonParseException | NullPointerException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "manifest.json is malformed", e);
    }
  }

  /** Full names of the image. */
  List<String> names() {
    return entry.RepoTags == null
        ? List.of()
        : entry.RepoTags.stream().map(References::familiar).toList();
  }

  /** Makes a manifest of what the archive names by its files. */
  ImageDescriptor manifest(
      Function<String, Descriptor> config,
      Function<String, Descriptor> layer,
      BiFunction<String, byte[], Descriptor> put) {
    Manifest manifest =
        new Manifest(
            MediaTypes.DOCKER_MANIFEST,
            "",
            ImageDescriptor.of(config.apply(entry.Config)),
            entry.Layers.stream().map(layer).map(ImageDescriptor::of).toList(),
            Optional.empty(),
            Map.of());
    return ImageDescriptor.of(put.apply(MediaTypes.DOCKER_MANIFEST, manifest.toBytes()));
  }
}
