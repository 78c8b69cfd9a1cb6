package io.felucca.oci.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.felucca.api.Fault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes fields of JSON objects as Go does: what is absent, null or empty is the same,
 * and what is empty is not written.
 */
public final class Json {
  private static final TypeAdapter<JsonElement> ANY = new Gson().getAdapter(JsonElement.class);

  private Json() {}

  /**
   * Reads one JSON object.
   *
   * @param what names it in the fault's message, as "image config"
   */
  public static JsonObject parse(byte[] bytes, String what) {
    return parse(new String(bytes, StandardCharsets.UTF_8), what);
  }

  /** Reads one JSON object from a text. */
  public static JsonObject parse(String text, String what) {
    JsonElement value = read(text, what);
    if (!value.isJsonObject()) {
      throw Fault.invalid("%s is not a JSON object but %s", what, kind(value));
    }
    return value.getAsJsonObject();
  }

  private static JsonElement read(String text, String what) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement value = ANY.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw Fault.invalid("%s has more after the end of its JSON: %s", what, reader.getPath());
      }
      return value;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new Fault(
          Fault.Kind.INVALID_ARGUMENT, what + " is not valid JSON: " + e.getMessage(), e);
    }
  }

  private static String kind(JsonElement value) {
    if (value.isJsonArray()) {
      return "an array";
    }
    return value.isJsonNull() ? "null" : "the value " + value;
  }

  private static Optional<JsonElement> find(JsonObject in, String name) {
    JsonElement value = in.get(name);
    return value == null || value.isJsonNull() ? Optional.empty() : Optional.of(value);
  }

  private static Fault unfit(String name, String wanted, JsonElement value) {
    return Fault.invalid("the field \"%s\" is to be %s, not %s", name, wanted, kind(value));
  }

  /** The object in a field. */
  public static Optional<JsonObject> child(JsonObject in, String name) {
    return find(in, name).map(value -> asObject(value, name));
  }

  private static JsonObject asObject(JsonElement value, String name) {
    if (!value.isJsonObject()) {
      throw unfit(name, "an object", value);
    }
    return value.getAsJsonObject();
  }

  /** The object in a field, which is made where it is missing. */
  public static JsonObject object(JsonObject in, String name) {
    return child(in, name)
        .orElseGet(
            () -> {
              JsonObject made = new JsonObject();
              in.add(name, made);
              return made;
            });
  }

  /** The array in a field; an empty one where it is missing. */
  public static JsonArray items(JsonObject in, String name) {
    return list(in, name).orElseGet(JsonArray::new);
  }

  private static Optional<JsonArray> list(JsonObject in, String name) {
    return find(in, name)
        .map(
            value -> {
              if (!value.isJsonArray()) {
                throw unfit(name, "an array", value);
              }
              return value.getAsJsonArray();
            });
  }

  /** The array in a field, which is made where it is missing. */
  public static JsonArray array(JsonObject in, String name) {
    return list(in, name)
        .orElseGet(
            () -> {
              JsonArray made = new JsonArray();
              in.add(name, made);
              return made;
            });
  }

  /** The objects of an array, themselves: changes to them are changes to the tree. */
  public static List<JsonObject> objects(JsonObject in, String name) {
    List<JsonObject> objects = new ArrayList<>();
    items(in, name).forEach(item -> objects.add(asObject(item, name + "[]")));
    return objects;
  }

  /** The text in a field; empty where it is missing. */
  public static String text(JsonObject in, String name) {
    return find(in, name).map(value -> asText(value, name)).orElse("");
  }

  /** The text of one value. */
  public static String asText(JsonElement value, String name) {
    if (!(value instanceof JsonPrimitive primitive && primitive.isString())) {
      throw unfit(name, "a text", value);
    }
    return value.getAsString();
  }

  /** The texts of an array; none where it is missing. */
  public static List<String> texts(JsonObject in, String name) {
    List<String> texts = new ArrayList<>();
    items(in, name).forEach(item -> texts.add(asText(item, name + "[]")));
    return texts;
  }

  /** The number in a field. */
  public static Optional<Long> number(JsonObject in, String name) {
    return find(in, name).map(value -> asNumber(value, name));
  }

  /** The numbers of an array; none where it is missing. */
  public static List<Long> numbers(JsonObject in, String name) {
    List<Long> numbers = new ArrayList<>();
    items(in, name).forEach(item -> numbers.add(asNumber(item, name + "[]")));
    return numbers;
  }

  private static long asNumber(JsonElement value, String name) {
    try {
      if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
        return value.getAsBigDecimal().longValueExact();
      }
    } catch (ArithmeticException e) {
      throw unfit(name, "a whole number of 64 bits", value);
    }
    throw unfit(name, "a number", value);
  }

  /** Whether a field is true; false where it is missing. */
  public static boolean flag(JsonObject in, String name) {
    return find(in, name)
        .map(
            value -> {
              if (!(value instanceof JsonPrimitive primitive && primitive.isBoolean())) {
                throw unfit(name, "true or false", value);
              }
              return value.getAsBoolean();
            })
        .orElse(false);
  }

  /** Sets a text; an empty one removes the field. */
  public static void set(JsonObject in, String name, String value) {
    if (value == null || value.isEmpty()) {
      in.remove(name);
    } else {
      in.addProperty(name, value);
    }
  }

  /** Sets a flag; false removes the field. */
  public static void set(JsonObject in, String name, boolean value) {
    if (value) {
      in.addProperty(name, true);
    } else {
      in.remove(name);
    }
  }

  /** Sets an array of texts; an empty one removes the field. */
  public static void set(JsonObject in, String name, List<String> values) {
    JsonArray items = new JsonArray();
    values.forEach(items::add);
    set(in, name, items);
  }

  /** Sets an array; an empty one removes the field. */
  public static void set(JsonObject in, String name, JsonArray items) {
    if (items.isEmpty()) {
      in.remove(name);
    } else {
      in.add(name, items);
    }
  }
}
