package io.felucca.wire.proxy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.TreeMap;

/** What a proxy plugin tells about itself. */
public final class Facts {
  private Facts() {}

  /**
   * The configured exports with the address, which some clients look for, and the platform.
   *
   * @param json a JSON object of texts
   */
  public static Map<String, String> of(String address, String platform, String json) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("address", address);
    if (!platform.isEmpty()) {
      facts.put("platform", platform);
    }
    for (Map.Entry<String, JsonElement> fact :
        JsonParser.parseString(json).getAsJsonObject().entrySet()) {
      facts.put(fact.getKey(), fact.getValue().getAsString());
    }
    return facts;
  }
}
