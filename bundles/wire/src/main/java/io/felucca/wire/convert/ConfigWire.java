package io.felucca.wire.convert;

import io.felucca.api.config.ConfigReview;
import io.felucca.api.config.ConfigValue;
import io.felucca.api.config.ConfigVersion;
import io.felucca.wire.plugins.DiffResponse;
import io.felucca.wire.plugins.KeyChange;
import io.felucca.wire.plugins.Value;
import io.felucca.wire.plugins.Version;

/** What {@code felucca.services.plugins.v1} says of configurations. */
public final class ConfigWire {
  private ConfigWire() {}

  public static DiffResponse toWire(ConfigReview review) {
    DiffResponse.Builder diff =
        DiffResponse.newBuilder()
            .setRefused(review.refused())
            .addAllProblems(review.problems())
            .addAllPlugins(review.plugins());
    review.keys().forEach(key -> diff.addKeys(toWire(key)));
    return diff.build();
  }

  private static KeyChange toWire(ConfigReview.KeyChange key) {
    return KeyChange.newBuilder()
        .setKey(key.key())
        .setBefore(key.before())
        .setAfter(key.after())
        .setPlace(key.place())
        .build();
  }

  public static Version toWire(ConfigVersion version) {
    return Version.newBuilder()
        .setNumber(version.number())
        .setTime(Times.toWire(version.time()))
        .setDoor(version.door())
        .setCurrent(version.current())
        .setPinned(version.pinned())
        .build();
  }

  public static Value toWire(ConfigValue value) {
    return Value.newBuilder()
        .setKey(value.key())
        .setValue(value.value())
        .setPlace(value.place())
        .setEffect(value.effect())
        .build();
  }
}
