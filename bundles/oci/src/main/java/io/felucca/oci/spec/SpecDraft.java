package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.api.Fault;
import io.felucca.oci.json.Json;
import io.felucca.oci.rootfs.RootFiles;
import java.nio.file.Path;

/** A runtime specification while options change it. */
public final class SpecDraft {
  private final String namespace;
  private final String id;
  private final RootFiles rootFiles;
  private final JsonObject tree;

  /**
   * @param rootFiles null where it was not given
   */
  SpecDraft(String namespace, String id, RootFiles rootFiles, JsonObject tree) {
    this.namespace = namespace;
    this.id = id;
    this.rootFiles = rootFiles;
    this.tree = tree;
  }

  /** The namespace of the container; empty where the builder was not told. */
  public String namespace() {
    return namespace;
  }

  /** The container's ID; empty where the builder was not told. */
  public String id() {
    return id;
  }

  /**
   * The files of the container's root: as given to the builder, or else those below the
   * specification's root path where that is absolute.
   */
  public RootFiles rootFiles() {
    if (rootFiles != null) {
      return rootFiles;
    }
    String path = Json.text(root(), "path");
    if (!path.startsWith("/")) {
      throw Fault.precondition(
          "users and groups are looked up in the container's root file system, which is not known"
              + " (root path \"%s\"): give it to SpecBuilder.rootFiles",
          path);
    }
    return RootFiles.at(Path.of(path));
  }

  /** The whole specification, to be changed in place. */
  public JsonObject tree() {
    return tree;
  }

  /** What is in {@code process}, which is made where it is missing. */
  public JsonObject process() {
    return Json.object(tree, "process");
  }

  /** What is in {@code process.user}, which is made where it is missing. */
  public JsonObject user() {
    return Json.child(process(), "user").orElseGet(this::rootUser);
  }

  private JsonObject rootUser() {
    JsonObject user = Json.object(process(), "user");
    user.addProperty("uid", 0);
    user.addProperty("gid", 0);
    return user;
  }

  /** What is in {@code process.capabilities}, which is made where it is missing. */
  public JsonObject capabilities() {
    return Json.object(process(), "capabilities");
  }

  /** What is in {@code root}, which is made where it is missing. */
  public JsonObject root() {
    return Json.object(tree, "root");
  }

  /** What is in {@code linux}, which is made where it is missing. */
  public JsonObject linux() {
    return Json.object(tree, "linux");
  }

  /** What is in {@code linux.resources}, which is made where it is missing. */
  public JsonObject resources() {
    return Json.object(linux(), "resources");
  }

  /** One object of {@code linux.resources}, such as {@code memory}. */
  public JsonObject resource(String name) {
    return Json.object(resources(), name);
  }
}
