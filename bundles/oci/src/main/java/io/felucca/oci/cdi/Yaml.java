package io.felucca.oci.cdi;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.felucca.api.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one document of YAML 1.2 as the JSON that it stands for. */
final class Yaml {
  private Yaml() {}

  static JsonObject parse(byte[] bytes) {
    try {
      Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
      JsonElement value = convert(load.loadFromString(new String(bytes, StandardCharsets.UTF_8)));
      if (!value.isJsonObject()) {
        throw Fault.invalid("it is not a map of YAML");
      }
      return value.getAsJsonObject();
    } catch (YamlEngineException e) {
      throw new Fault(Fault.Kind.INVALID_ARGUMENT, "it is not valid YAML: " + e.getMessage(), e);
    }
  }

  private static JsonElement convert(Object value) {
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, member) -> object.add(String.valueOf(key), convert(member)));
      return object;
    }
    if (value instanceof Iterable<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(convert(item)));
      return array;
    }
    return scalar(value);
  }

  private static JsonElement scalar(Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    return value instanceof Boolean flag
        ? new JsonPrimitive(flag)
        : new JsonPrimitive(value.toString());
  }
}
