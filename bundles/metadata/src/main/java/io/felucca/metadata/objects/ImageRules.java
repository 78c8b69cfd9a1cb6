package io.felucca.metadata.objects;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Labels;
import io.felucca.api.image.Image;
import io.felucca.metadata.db.LabelRules;
import java.time.Instant;
import java.util.Map;

/** What an image must be, and what an update of one may change. */
final class ImageRules {
  private ImageRules() {}

  static void check(Image image) {
    if (image.name().isEmpty()) {
      throw Fault.invalid("image name must not be empty");
    }
    LabelRules.check("image.Labels", image.labels());
    checkTarget(image.target());
  }

  private static void checkTarget(Descriptor target) {
    if (target == null || target.digest() == null) {
      throw Fault.invalid("target.Digest \"\" invalid: invalid checksum digest format");
    }
    if (target.size() <= 0) {
      throw Fault.invalid("target.Size must be greater than zero");
    }
    if (target.mediaType().isEmpty()) {
      throw Fault.invalid("target.MediaType must be set");
    }
  }

  /** The old image as the update wants it. */
  static Image updated(Image old, Image given, FieldPaths paths) {
    if (paths.isEmpty()) {
      return with(old, given.labels(), given.target());
    }
    Image result = old;
    for (String path : paths.paths()) {
      result = updated(result, given, path);
    }
    return result;
  }

  private static Image updated(Image old, Image given, String path) {
    String label = FieldPaths.keyBehind("labels", path);
    if (label != null) {
      return with(old, FieldPaths.mergeKey(old.labels(), given.labels(), label), old.target());
    }
    String note = FieldPaths.keyBehind("annotations", path);
    if (note != null) {
      return annotated(
          old, FieldPaths.mergeKey(old.target().annotations(), annotations(given), note));
    }
    return switch (path) {
      case "labels" -> with(old, given.labels(), old.target());
      case "target" -> with(old, old.labels(), given.target());
      case "annotations" -> annotated(old, annotations(given));
      default ->
          throw Fault.invalid("cannot update \"%s\" field on image \"%s\"", path, old.name());
    };
  }

  private static Map<String, String> annotations(Image image) {
    return image.target() == null ? Map.of() : image.target().annotations();
  }

  private static Image annotated(Image image, Map<String, String> annotations) {
    Descriptor target = image.target();
    return with(
        image,
        image.labels(),
        new Descriptor(target.mediaType(), target.digest(), target.size(), annotations));
  }

  private static Image with(Image image, Map<String, String> labels, Descriptor target) {
    return new Image(image.name(), labels, target, image.createdAt(), image.updatedAt());
  }

  /** What is stored: no empty labels, and these times. */
  static Image stored(Image image, Instant createdAt, Instant updatedAt) {
    return new Image(
        image.name(), Labels.withoutEmpty(image.labels()), image.target(), createdAt, updatedAt);
  }
}
