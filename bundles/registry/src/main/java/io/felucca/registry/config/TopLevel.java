package io.felucca.registry.config;

import io.felucca.registry.config.Shape.Any;
import io.felucca.registry.config.Shape.Duration;
import io.felucca.registry.config.Shape.Each;
import io.felucca.registry.config.Shape.Fields;
import java.util.HashMap;
import java.util.Map;

/** The keys of a configuration of the newest version, outside of plugins. */
final class TopLevel {
  static final Fields SHAPE = new Fields(fields());

  private TopLevel() {}

  private static Map<String, Shape> fields() {
    Map<String, Shape> fields = new HashMap<>();
    fields.put("version", Shape.INTEGER);
    fields.put("root", Shape.STRING);
    fields.put("state", Shape.STRING);
    fields.put("temp", Shape.STRING);
    fields.put("plugin_dir", Shape.STRING);
    fields.put("disabled_plugins", Shape.STRINGS);
    fields.put("required_plugins", Shape.STRINGS);
    fields.put("imports", Shape.STRINGS);
    fields.put("oom_score", Shape.INTEGER);
    fields.put("debug", debug());
    fields.put("cgroup", new Fields(Map.of("path", Shape.STRING)));
    fields.put("timeouts", new Each(new Duration()));
    fields.put("plugins", new Any());
    fields.put("proxy_plugins", new Each(proxy()));
    fields.put("stream_processors", new Each(processor()));
    return fields;
  }

  private static Shape debug() {
    return new Fields(
        Map.of("level", Shape.STRING, "format", Shape.STRING, "log_trace_id", Shape.BOOLEAN));
  }

  private static Shape proxy() {
    return new Fields(
        Map.of(
            "type", Shape.STRING,
            "address", Shape.STRING,
            "platform", Shape.STRING,
            "timeout", new Duration(),
            "exports", new Each(Shape.STRING),
            "capabilities", Shape.STRINGS));
  }

  private static Shape processor() {
    return new Fields(
        Map.of(
            "accepts", Shape.STRINGS,
            "returns", Shape.STRING,
            "path", Shape.STRING,
            "args", Shape.STRINGS,
            "env", Shape.STRINGS));
  }
}
