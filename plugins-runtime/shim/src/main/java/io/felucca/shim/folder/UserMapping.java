package io.felucca.shim.folder;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Lets a container's own root into its bundle where user namespaces give it another number. */
final class UserMapping {
  private UserMapping() {}

  /** Gives the folder to the group that is root's inside, if that is another one. */
  static void open(Path folder, byte[] spec) throws IOException {
    int group = rootGroup(spec);
    if (group != 0) {
      Files.setAttribute(folder, "unix:gid", group);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
    }
  }

  /** What group 0 of the container is outside; 0 where nothing says so. */
  static int rootGroup(byte[] spec) throws IOException {
    String json = new String(spec, StandardCharsets.UTF_8);
    if (!json.contains("\"gidMappings\"")) {
      return 0;
    }
    try {
      JsonObject linux = JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("linux");
      return linux == null ? 0 : rootGroup(linux.getAsJsonArray("gidMappings"));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new IOException("runtime specification cannot be read: " + e.getMessage(), e);
    }
  }

  private static int rootGroup(JsonArray mappings) {
    for (JsonElement element : mappings == null ? new JsonArray() : mappings) {
      JsonObject mapping = element.getAsJsonObject();
      if (number(mapping, "containerID") == 0) {
        return number(mapping, "hostID");
      }
    }
    return 0;
  }

  /** Absent is zero, as in the specification's Go types. */
  private static int number(JsonObject object, String name) {
    return object.has(name) ? (int) object.get(name).getAsLong() : 0;
  }
}
