package io.felucca.oci.seccomp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** Rules as they stand in {@code linux.seccomp.syscalls}. */
final class Rule {
  private Rule() {}

  static JsonObject allow(List<String> names) {
    return of(names, "SCMP_ACT_ALLOW");
  }

  /** Allows a call where one of its arguments compares with a value. */
  static JsonObject allowIf(String name, int index, String comparison, long value) {
    JsonObject argument = new JsonObject();
    argument.addProperty("index", index);
    argument.addProperty("value", value);
    argument.addProperty("op", comparison);
    JsonArray arguments = new JsonArray();
    arguments.add(argument);
    JsonObject rule = allow(List.of(name));
    rule.add("args", arguments);
    return rule;
  }

  /** Fails a call with an error that is not the profile's. */
  static JsonObject fail(String name, int errno) {
    JsonObject rule = of(List.of(name), "SCMP_ACT_ERRNO");
    rule.addProperty("errnoRet", errno);
    return rule;
  }

  private static JsonObject of(List<String> names, String action) {
    JsonArray array = new JsonArray();
    names.forEach(array::add);
    JsonObject rule = new JsonObject();
    rule.add("names", array);
    rule.addProperty("action", action);
    return rule;
  }
}
