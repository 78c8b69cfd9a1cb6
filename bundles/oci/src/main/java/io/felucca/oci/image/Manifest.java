package io.felucca.oci.image;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image for one platform: its configuration and its layers, the lowest first. Source: OCI image
 * specification, "Image Manifest"; docker's schema 2.
 *
 * @param mediaType empty where the document does not say
 * @param artifactType what it is where it is no image; may be empty
 * @param subject what this refers to, as a signature does
 */
public record Manifest(
    String mediaType,
    String artifactType,
    ImageDescriptor config,
    List<ImageDescriptor> layers,
    Optional<ImageDescriptor> subject,
    Map<String, String> annotations) {
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** An OCI image. */
  public static Manifest of(ImageDescriptor config, List<ImageDescriptor> layers) {
    return new Manifest(MediaTypes.OCI_MANIFEST, "", config, layers, Optional.empty(), Map.of());
  }

  /** Reads a manifest; an invalid argument where it is none. */
  public static Manifest parse(byte[] bytes) {
    JsonObject json =
        Documents.parse(bytes, "image manifest", MediaTypes::isManifest, "manifests", "fsLayers");
    return new Manifest(
        Json.text(json, "mediaType"),
        Json.text(json, "artifactType"),
        Json.child(json, "config")
            .map(ImageDescriptor::of)
            .orElseThrow(() -> Fault.invalid("image manifest without a config")),
        ImageDescriptor.list(json, "layers"),
        Json.child(json, "subject").map(ImageDescriptor::of),
        Texts.of(json, "annotations"));
  }

  /** Its JSON in UTF-8. What was parsed may have other bytes: its digest is that of those. */
  public byte[] toBytes() {
    JsonObject json = Documents.begin(mediaType);
    Json.set(json, "artifactType", artifactType);
    json.add("config", config.toJson());
    json.add("layers", ImageDescriptor.toJson(layers));
    subject.ifPresent(value -> json.add("subject", value.toJson()));
    Texts.put(json, "annotations", annotations);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
