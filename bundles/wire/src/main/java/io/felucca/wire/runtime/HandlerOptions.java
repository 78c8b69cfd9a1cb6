package io.felucca.wire.runtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the message that a shim takes as its options of a table: {@code containerd.runc.v1.Options}
 * for runc's, {@code runtimeoptions.v1.Options} for all others. Keys are those of containerd.
 */
final class HandlerOptions {
  private static final String OTHER = "runtimeoptions.v1.Options";

  private final String place;
  private final JsonObject table;
  private final List<String> known = new ArrayList<>();

  private HandlerOptions(String place, JsonObject table) {
    this.place = place;
    this.table = table;
  }

  /**
   * The message for a shim of this type.
   *
   * @param place the table's key, for messages
   */
  static TypedValue of(String type, String place, JsonObject table) {
    HandlerOptions options = new HandlerOptions(place, table);
    TypedValue message = takesRunc(type) ? options.runc() : options.other();
    options.refuseOthers();
    return message;
  }

  private static boolean takesRunc(String type) {
    return type.startsWith("io.containerd.runc.") || type.startsWith("io.felucca.oci.");
  }

  private TypedValue runc() {
    Options options =
        Options.newBuilder()
            .setNoPivotRoot(flag("NoPivotRoot"))
            .setNoNewKeyring(flag("NoNewKeyring"))
            .setShimCgroup(text("ShimCgroup"))
            .setIoUid(number("IoUid"))
            .setIoGid(number("IoGid"))
            .setBinaryName(text("BinaryName"))
            .setRoot(text("Root"))
            .setCriuPath(text("CriuPath"))
            .setSystemdCgroup(flag("SystemdCgroup"))
            .setCriuImagePath(text("CriuImagePath"))
            .setCriuWorkPath(text("CriuWorkPath"))
            .build();
    return new TypedValue(RuncOptions.TYPE, options.toByteArray());
  }

  private TypedValue other() {
    io.felucca.wire.options.generic.Options options =
        io.felucca.wire.options.generic.Options.newBuilder()
            .setTypeUrl(text("TypeUrl"))
            .setConfigPath(text("ConfigPath"))
            .setConfigBody(ByteString.copyFromUtf8(text("ConfigBody")))
            .build();
    return new TypedValue(OTHER, options.toByteArray());
  }

  private void refuseOthers() {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw Fault.invalid("%s.%s: unknown key, known are %s", place, key, known);
      }
    }
  }

  private boolean flag(String key) {
    JsonPrimitive value = value(key);
    check(key, value == null || value.isBoolean(), "a boolean", value);
    return value != null && value.getAsBoolean();
  }

  private String text(String key) {
    JsonPrimitive value = value(key);
    check(key, value == null || value.isString(), "a string", value);
    return value == null ? "" : value.getAsString();
  }

  private int number(String key) {
    JsonPrimitive value = value(key);
    boolean fits = value == null || value.isNumber() && value.getAsLong() >>> 32 == 0;
    check(key, fits, "an integer of 32 bits", value);
    return value == null ? 0 : value.getAsNumber().intValue();
  }

  private JsonPrimitive value(String key) {
    known.add(key);
    JsonElement value = table.get(key);
    check(key, value == null || value.isJsonPrimitive(), "a plain value", value);
    return value == null ? null : value.getAsJsonPrimitive();
  }

  private void check(String key, boolean fits, String wanted, JsonElement value) {
    if (!fits) {
      throw Fault.invalid("%s.%s must be %s, not %s", place, key, wanted, value);
    }
  }
}
