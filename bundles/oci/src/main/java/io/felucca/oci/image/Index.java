package io.felucca.oci.image;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images for several platforms under one name. Source: OCI image specification, "Image Index";
 * docker's manifest list.
 *
 * @param mediaType empty where the document does not say
 * @param artifactType may be empty
 * @param subject what this refers to
 */
public record Index(
    String mediaType,
    String artifactType,
    List<ImageDescriptor> manifests,
    Optional<ImageDescriptor> subject,
    Map<String, String> annotations) {
  /** Marks what is no image but told about one, such as provenance. */
  private static final String REFERENCE = "vnd.docker.reference.type";

  public Index {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** An OCI index. */
  public static Index of(List<ImageDescriptor> manifests) {
    return new Index(MediaTypes.OCI_INDEX, "", manifests, Optional.empty(), Map.of());
  }

  /** Reads an index; an invalid argument where it is none. */
  public static Index parse(byte[] bytes) {
    JsonObject json =
        Documents.parse(bytes, "image index", MediaTypes::isIndex, "layers", "config", "fsLayers");
    return new Index(
        Json.text(json, "mediaType"),
        Json.text(json, "artifactType"),
        ImageDescriptor.list(json, "manifests"),
        Json.child(json, "subject").map(ImageDescriptor::of),
        Texts.of(json, "annotations"));
  }

  /**
   * The images that will do, the best first. One that names no platform may fit: its configuration
   * tells; it comes last.
   */
  public List<ImageDescriptor> select(PlatformMatcher matcher) {
    return manifests.stream()
        .filter(image -> !image.annotations().containsKey(REFERENCE))
        .filter(image -> image.platform().map(matcher::matches).orElse(true))
        .sorted(order(matcher))
        .toList();
  }

  private static Comparator<ImageDescriptor> order(PlatformMatcher matcher) {
    return Comparator.comparing(
        (ImageDescriptor image) -> image.platform().orElse(null),
        Comparator.nullsLast(matcher.order()));
  }

  /** Its JSON in UTF-8. What was parsed may have other bytes: its digest is that of those. */
  public byte[] toBytes() {
    JsonObject json = Documents.begin(mediaType);
    Json.set(json, "artifactType", artifactType);
    json.add("manifests", ImageDescriptor.toJson(manifests));
    subject.ifPresent(value -> json.add("subject", value.toJson()));
    Texts.put(json, "annotations", annotations);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
