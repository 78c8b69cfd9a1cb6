package io.felucca.oci.spec;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import java.util.List;

/**
 * Whose rights a process has.
 *
 * @param additionalGids may hold {@code gid} too
 */
public record SpecUser(long uid, long gid, List<Long> additionalGids) {
  public SpecUser {
    additionalGids = List.copyOf(additionalGids);
  }

  static SpecUser of(JsonObject user) {
    return new SpecUser(
        Json.number(user, "uid").orElse(0L),
        Json.number(user, "gid").orElse(0L),
        Json.numbers(user, "additionalGids"));
  }
}
