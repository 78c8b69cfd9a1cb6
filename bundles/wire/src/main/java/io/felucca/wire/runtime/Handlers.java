package io.felucca.wire.runtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.Identifiers;
import io.felucca.api.TypedValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table {@code handlers} of the runtime's section: each name stands for a runtime's type, or
 * the path of a shim of that type, with options.
 *
 * <p>A name without dots can be nothing but a handler; all others are runtimes' own names.
 */
public final class Handlers {
  private static final List<String> KEYS = List.of("runtime_type", "runtime_path", "options");

  private final Map<String, Handler> all = new TreeMap<>();
  private Fault mistake;

  private Handlers() {}

  /**
   * Reads the table as JSON. A mistake in it is told by {@link #check}; no handlers are there then.
   */
  public static Handlers of(String json) {
    Handlers handlers = new Handlers();
    try {
      handlers.addAll(table("handlers", tree(json)));
    } catch (Fault e) {
      handlers.all.clear();
      handlers.mistake = e;
    }
    return handlers;
  }

  /** INVALID_ARGUMENT, with the key from the section on, for what cannot be used. */
  public void check() {
    if (mistake != null) {
      throw mistake;
    }
  }

  private void addAll(JsonObject table) {
    table.entrySet().forEach(entry -> add(entry.getKey(), entry.getValue()));
  }

  private static JsonElement tree(String json) {
    try {
      return JsonParser.parseString(json);
    } catch (JsonParseException e) {
      throw Fault.invalid("handlers must be a table, not %s", json);
    }
  }

  static JsonObject table(String key, JsonElement value) {
    if (!value.isJsonObject()) {
      throw Fault.invalid("%s must be a table, not %s", key, value);
    }
    return value.getAsJsonObject();
  }

  private void add(String name, JsonElement value) {
    String key = "handlers." + name;
    checkName(key, name);
    JsonObject table = table(key, value);
    for (String inside : table.keySet()) {
      if (!KEYS.contains(inside)) {
        throw Fault.invalid("%s.%s: unknown key, known are %s", key, inside, KEYS);
      }
    }
    String type = text(key + ".runtime_type", table.get("runtime_type"));
    String path = text(key + ".runtime_path", table.get("runtime_path"));
    checkType(key + ".runtime_type", type);
    checkPath(key + ".runtime_path", path);
    JsonElement options = table.get("options");
    TypedValue message =
        options == null
            ? null
            : HandlerOptions.of(type, key + ".options", table(key + ".options", options));
    all.put(name, new Handler(type, path, message));
  }

  private static void checkName(String key, String name) {
    try {
      Identifiers.check(name);
    } catch (Fault e) {
      throw Fault.invalid("%s: %s", key, e.getMessage());
    }
    if (name.contains(".")) {
      throw Fault.invalid("%s: a handler's name has no dots, those are names of runtimes", key);
    }
  }

  private static void checkType(String key, String type) {
    if (type.isEmpty()) {
      throw Fault.invalid("%s must be given, such as io.containerd.runc.v2", key);
    }
    if (type.startsWith("/") || !RuntimeNames.isWellFormed(type)) {
      throw Fault.invalid("%s must be a name like io.containerd.runc.v2, not \"%s\"", key, type);
    }
  }

  private static void checkPath(String key, String path) {
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw Fault.invalid("%s must be an absolute path, not \"%s\"", key, path);
    }
  }

  private static String text(String key, JsonElement value) {
    if (value == null) {
      return "";
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw Fault.invalid("%s must be a string, not %s", key, value);
    }
    return value.getAsString();
  }

  /** The names in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(all.keySet());
  }

  /** Those that can be used, by name and in order. */
  public Map<String, Handler> all() {
    return Collections.unmodifiableMap(all);
  }

  public boolean has(String runtime) {
    return all.containsKey(runtime);
  }

  /**
   * The runtime's name or path that stands behind a name, which is that name itself for all that
   * are no handlers; INVALID_ARGUMENT for a name that can only be a handler and is none.
   */
  public String program(String runtime) {
    Handler handler = all.get(runtime);
    if (handler == null && !runtime.isEmpty() && !RuntimeNames.isWellFormed(runtime)) {
      throw Fault.invalid(
          "invalid runtime name %s, correct runtime name should be either format like"
              + " `io.containerd.runc.v2` or a full path to the binary%s",
          runtime, all.isEmpty() ? "" : ", or one of the configured handlers " + all.keySet());
    }
    return handler == null ? runtime : handler.program();
  }

  /**
   * The options for a task of a runtime's name.
   *
   * @param given the client's; null for none
   */
  public TypedValue options(String runtime, TypedValue given) {
    Handler handler = all.get(runtime);
    return handler == null ? given : handler.options(given);
  }
}
