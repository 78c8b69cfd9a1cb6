package io.felucca.oci.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.felucca.api.Digest;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An image's configuration: OCI image specification, "Image Configuration"; docker's schema 2.
 *
 * @param created a time of RFC 3339; may be empty
 * @param author may be empty
 * @param execution how its containers are run
 * @param diffIds digests of the uncompressed layers, the lowest first
 */
public record ImageConfig(
    Platform platform,
    String created,
    String author,
    Execution execution,
    List<Digest> diffIds,
    List<History> history) {
  /** The label of a container that says by which signal it is stopped. */
  public static final String STOP_SIGNAL_LABEL = "io.containerd.image.config.stop-signal";

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /** Reads a configuration; an invalid argument where it is none. */
  public static ImageConfig parse(byte[] bytes) {
    JsonObject json = Json.parse(bytes, "image config");
    return new ImageConfig(
        Platform.of(json),
        Json.text(json, "created"),
        Json.text(json, "author"),
        Execution.of(Json.child(json, "config").orElseGet(JsonObject::new)),
        diffIds(Json.child(json, "rootfs").orElseGet(JsonObject::new)),
        Json.objects(json, "history").stream().map(History::of).toList());
  }

  private static List<Digest> diffIds(JsonObject rootfs) {
    String type = Json.text(rootfs, "type");
    if (!type.isEmpty() && !type.equals("layers")) {
      throw Fault.invalid("image config with a root file system of type \"%s\", not layers", type);
    }
    return Json.texts(rootfs, "diff_ids").stream().map(Digest::parse).toList();
  }

  /** The name that containerd gives to the snapshot of all layers. */
  public Digest chainId() {
    return ChainIds.of(diffIds);
  }

  /**
   * The labels that containerd gives to containers of the image: the image's own, and by which
   * signal they are stopped.
   *
   * @param stopSignal where the image names none
   */
  public Map<String, String> containerLabels(String stopSignal) {
    Map<String, String> labels = new LinkedHashMap<>(execution.labels());
    labels.put(
        STOP_SIGNAL_LABEL, execution.stopSignal().isEmpty() ? stopSignal : execution.stopSignal());
    return labels;
  }

  /** Its JSON in UTF-8. What was parsed may have other bytes: its digest is that of those. */
  public byte[] toBytes() {
    JsonObject json = new JsonObject();
    Json.set(json, "created", created);
    Json.set(json, "author", author);
    platform.writeTo(json);
    json.add("config", execution.toJson());
    json.add("rootfs", rootfs());
    JsonArray steps = new JsonArray();
    history.forEach(step -> steps.add(step.toJson()));
    Json.set(json, "history", steps);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private JsonObject rootfs() {
    JsonObject rootfs = new JsonObject();
    rootfs.addProperty("type", "layers");
    JsonArray ids = new JsonArray();
    diffIds.forEach(id -> ids.add(id.toString()));
    rootfs.add("diff_ids", ids);
    return rootfs;
  }
}
