package io.felucca.oci.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Descriptor;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image says of a part of it: OCI image specification, "Content Descriptors".
 *
 * @param size in bytes
 * @param urls where else it can be had
 * @param artifactType of a manifest that is no image; may be empty
 * @param data the content itself in base64; empty where it is not in here
 */
public record ImageDescriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    Map<String, String> annotations,
    List<String> urls,
    String artifactType,
    String data) {
  public ImageDescriptor {
    if (size < 0) {
      throw Fault.invalid("the size of %s is %d, which is less than 0", digest, size);
    }
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    urls = List.copyOf(urls);
  }

  /** A descriptor of the necessary. */
  public static ImageDescriptor of(String mediaType, Digest digest, long size) {
    return new ImageDescriptor(
        mediaType, digest, size, Optional.empty(), Map.of(), List.of(), "", "");
  }

  /** A descriptor of what is in a content store. */
  public static ImageDescriptor of(Descriptor descriptor) {
    return new ImageDescriptor(
        descriptor.mediaType(),
        descriptor.digest(),
        descriptor.size(),
        Optional.empty(),
        descriptor.annotations(),
        List.of(),
        "",
        "");
  }

  /** The same, for a platform. */
  public ImageDescriptor on(Platform other) {
    return new ImageDescriptor(
        mediaType, digest, size, Optional.of(other), annotations, urls, artifactType, data);
  }

  /** What a content store needs of it. */
  public Descriptor descriptor() {
    return new Descriptor(mediaType, digest, size, annotations);
  }

  static ImageDescriptor of(JsonObject json) {
    return new ImageDescriptor(
        Json.text(json, "mediaType"),
        Digest.parse(Json.text(json, "digest")),
        Json.number(json, "size").orElse(0L),
        Json.child(json, "platform").map(Platform::of),
        Texts.of(json, "annotations"),
        Json.texts(json, "urls"),
        Json.text(json, "artifactType"),
        Json.text(json, "data"));
  }

  static List<ImageDescriptor> list(JsonObject in, String name) {
    return Json.objects(in, name).stream().map(ImageDescriptor::of).toList();
  }

  static JsonArray toJson(List<ImageDescriptor> descriptors) {
    JsonArray array = new JsonArray();
    descriptors.forEach(descriptor -> array.add(descriptor.toJson()));
    return array;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("mediaType", mediaType);
    json.addProperty("digest", digest.toString());
    json.addProperty("size", size);
    Json.set(json, "urls", urls);
    Texts.put(json, "annotations", annotations);
    Json.set(json, "data", data);
    platform.ifPresent(value -> value.writeTo(Json.object(json, "platform")));
    Json.set(json, "artifactType", artifactType);
    return json;
  }
}
