package io.felucca.oci.option;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import io.felucca.oci.spec.SpecOption;
import io.felucca.oci.spec.Unsigned;

/** How much the container may read and write on block devices. */
public final class BlockIo {
  private BlockIo() {}

  /** What of a device is limited. */
  public enum Throttle {
    READ_BYTES("throttleReadBpsDevice"),
    WRITE_BYTES("throttleWriteBpsDevice"),
    READ_OPERATIONS("throttleReadIOPSDevice"),
    WRITE_OPERATIONS("throttleWriteIOPSDevice");

    private final String text;

    Throttle(String text) {
      this.text = text;
    }
  }

  /** The weight against other containers, 10 to 1000. */
  public static SpecOption weight(int weight) {
    return draft -> draft.resource("blockIO").addProperty("weight", weight);
  }

  /** The weight against its own cgroups below; cgroup v1. */
  public static SpecOption leafWeight(int weight) {
    return draft -> draft.resource("blockIO").addProperty("leafWeight", weight);
  }

  /** The weight on one device. */
  public static SpecOption weight(long major, long minor, int weight) {
    JsonObject entry = device(major, minor);
    entry.addProperty("weight", weight);
    return draft -> Json.array(draft.resource("blockIO"), "weightDevice").add(entry.deepCopy());
  }

  /**
   * A limit on one device.
   *
   * @param rate bytes or operations in a second
   */
  public static SpecOption limit(Throttle what, long major, long minor, long rate) {
    JsonObject entry = device(major, minor);
    entry.addProperty("rate", Unsigned.of(rate));
    return draft -> Json.array(draft.resource("blockIO"), what.text).add(entry.deepCopy());
  }

  /** All of it, in place of what was there. */
  public static SpecOption of(JsonObject blockIo) {
    return draft -> draft.resources().add("blockIO", blockIo.deepCopy());
  }

  private static JsonObject device(long major, long minor) {
    JsonObject entry = new JsonObject();
    entry.addProperty("major", major);
    entry.addProperty("minor", minor);
    return entry;
  }
}
