package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.oci.json.Json;
import io.felucca.oci.json.Texts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A runtime specification ({@code config.json} of a bundle), which does not change.
 *
 * <p>It is kept as the JSON it came as: fields that are not known here stay in it. To change one,
 * begin a {@link SpecBuilder} with it. Source: OCI runtime specification 1.0.2 to 1.2.
 */
public final class RuntimeSpec {
  /** The type of a specification in a container's record. */
  public static final String TYPE_URL = "types.containerd.io/opencontainers/runtime-spec/1/Spec";

  private static final String SHORT_TYPE = "opencontainers/runtime-spec/1/Spec";

  private final JsonObject tree;

  RuntimeSpec(JsonObject tree) {
    this.tree = tree;
  }

  /** Reads the JSON of a specification; an invalid argument where it is no JSON object. */
  public static RuntimeSpec parse(byte[] json) {
    return new RuntimeSpec(Json.parse(json, "runtime specification"));
  }

  /** Reads the JSON of a specification; an invalid argument where it is no JSON object. */
  public static RuntimeSpec parse(String json) {
    return new RuntimeSpec(Json.parse(json, "runtime specification"));
  }

  /** Reads what is in a container's record. */
  public static RuntimeSpec of(TypedValue value) {
    if (!value.is(TYPE_URL) && !value.is(SHORT_TYPE)) {
      throw Fault.invalid(
          "a runtime specification is of type %s, not %s", TYPE_URL, value.typeUrl());
    }
    return parse(value.bytes());
  }

  /** As it goes into a container's record. */
  public TypedValue typed() {
    return new TypedValue(TYPE_URL, toBytes());
  }

  /** Its JSON in UTF-8. */
  public byte[] toBytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A copy of all of it, for what has no method here. */
  public JsonObject tree() {
    return tree.deepCopy();
  }

  /**
   * The process as it is given to an exec: a copy of {@code process} without its arguments.
   *
   * @param args of the new process
   */
  public JsonObject processFor(List<String> args) {
    JsonObject process = process().deepCopy();
    Json.set(process, "args", args);
    process.remove("terminal");
    process.remove("consoleSize");
    return process;
  }

  private JsonObject process() {
    return Json.child(tree, "process").orElseGet(JsonObject::new);
  }

  private JsonObject linux() {
    return Json.child(tree, "linux").orElseGet(JsonObject::new);
  }

  public String version() {
    return Json.text(tree, "ociVersion");
  }

  public List<String> args() {
    return Json.texts(process(), "args");
  }

  public List<String> env() {
    return Json.texts(process(), "env");
  }

  /** The working directory of the process; empty where it is not set. */
  public String cwd() {
    return Json.text(process(), "cwd");
  }

  public boolean terminal() {
    return Json.flag(process(), "terminal");
  }

  public SpecUser user() {
    return SpecUser.of(Json.child(process(), "user").orElseGet(JsonObject::new));
  }

  /** The root's path, absolute or relative to the bundle; empty where it is not set. */
  public String rootPath() {
    return Json.text(Json.child(tree, "root").orElseGet(JsonObject::new), "path");
  }

  public String hostname() {
    return Json.text(tree, "hostname");
  }

  public List<SpecMount> mounts() {
    return Json.objects(tree, "mounts").stream().map(SpecMount::of).toList();
  }

  public Map<String, String> annotations() {
    return Texts.of(tree, "annotations");
  }

  /** A path, or {@code slice:prefix:name} for systemd; empty where it is not set. */
  public String cgroupsPath() {
    return Json.text(linux(), "cgroupsPath");
  }

  /** Whether the container gets a namespace of this kind, new or joined. */
  public boolean has(NamespaceKind kind) {
    return namespacePath(kind).isPresent();
  }

  /** The path of the namespace that is joined, empty for a new one. */
  public Optional<String> namespacePath(NamespaceKind kind) {
    return Json.objects(linux(), "namespaces").stream()
        .filter(namespace -> Json.text(namespace, "type").equals(kind.text()))
        .map(namespace -> Json.text(namespace, "path"))
        .findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuntimeSpec that && tree.equals(that.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** Its JSON, in one line. */
  @Override
  public String toString() {
    return tree.toString();
  }
}
