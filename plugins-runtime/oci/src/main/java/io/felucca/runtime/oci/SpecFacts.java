package io.felucca.runtime.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.linux.LinuxException;
import io.felucca.linux.OomScore;
import java.nio.charset.StandardCharsets;

/**
 * What the driver itself has to know of a runtime specification.
 *
 * @param json the specification for the OCI runtime: the client's, but for what may not be asked of
 *     the kernel here
 * @param cgroup its path of the control group; empty for none
 * @param sharesPids whether its processes live in a PID namespace that others have too
 * @param rootGroup what group 0 of the container is outside
 * @param mapsMounts whether it has mounts with mapped owners
 */
record SpecFacts(
    byte[] json, String cgroup, boolean sharesPids, int rootGroup, boolean mapsMounts) {
  /** A client's JSON; INVALID_ARGUMENT where it gave none. */
  static byte[] json(String what, TypedValue given) {
    if (given == null) {
      throw Fault.invalid("%s must be given", what);
    }
    return given.bytes();
  }

  /** INVALID_ARGUMENT for what is no such specification. */
  static SpecFacts of(byte[] json) {
    try {
      JsonObject spec =
          JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonObject linux = object(spec, "linux");
      boolean changed = restrictOomScore(object(spec, "process"));
      return new SpecFacts(
          changed ? spec.toString().getBytes(StandardCharsets.UTF_8) : json,
          text(linux, "cgroupsPath"),
          sharesPids(linux),
          rootGroup(linux),
          mapsMounts(array(spec, "mounts")));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw unreadable("runtime specification", e);
    }
  }

  /** The process of an exec, restricted in the same way. */
  static byte[] process(byte[] json) {
    try {
      JsonObject process =
          JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
      return restrictOomScore(process) ? process.toString().getBytes(StandardCharsets.UTF_8) : json;
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw unreadable("process", e);
    }
  }

  /** The parser's first line says what stands where; the others are advice to programmers. */
  private static Fault unreadable(String what, RuntimeException e) {
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new Fault(Fault.Kind.INVALID_ARGUMENT, what + " cannot be read: " + why, e);
  }

  /** A daemon without CAP_SYS_RESOURCE can give no score that is lower than its own. */
  private static boolean restrictOomScore(JsonObject process) {
    JsonElement wanted = process.get("oomScoreAdj");
    if (wanted == null || !wanted.isJsonPrimitive()) {
      return false;
    }
    try {
      int score = wanted.getAsInt();
      int allowed = OomScore.clip(score);
      process.addProperty("oomScoreAdj", allowed);
      return allowed != score;
    } catch (LinuxException e) {
      throw Fault.io("oomScoreAdj", e);
    }
  }

  private static boolean sharesPids(JsonObject linux) {
    for (JsonElement element : array(linux, "namespaces")) {
      JsonObject namespace = element.getAsJsonObject();
      if (text(namespace, "type").equals("pid")) {
        return !text(namespace, "path").isEmpty();
      }
    }
    return true;
  }

  private static int rootGroup(JsonObject linux) {
    for (JsonElement element : array(linux, "gidMappings")) {
      JsonObject mapping = element.getAsJsonObject();
      if (number(mapping, "containerID") == 0) {
        return number(mapping, "hostID");
      }
    }
    return 0;
  }

  private static boolean mapsMounts(JsonArray mounts) {
    for (JsonElement element : mounts) {
      JsonObject mount = element.getAsJsonObject();
      if (mount.has("uidMappings")
          || mount.has("gidMappings")
          || contains(array(mount, "options"), "idmap")
          || contains(array(mount, "options"), "ridmap")) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(JsonArray all, String wanted) {
    for (JsonElement element : all) {
      if (element.getAsString().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static JsonObject object(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value == null || value.isJsonNull() ? new JsonObject() : value.getAsJsonObject();
  }

  private static JsonArray array(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value == null || value.isJsonNull() ? new JsonArray() : value.getAsJsonArray();
  }

  private static String text(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  /** Absent is zero, as in the specification's Go types. */
  private static int number(JsonObject parent, String name) {
    return parent.has(name) ? (int) parent.get(name).getAsLong() : 0;
  }
}
