package io.felucca.launcher.log;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One JSON object a line, its keys sorted, as logrus' JSONFormatter. */
final class JsonFormat implements Format {
  private static final Set<String> OWN = Set.of("level", "msg", "time", "stack");

  @Override
  public String line(Entry entry) {
    StringBuilder time = new StringBuilder(32);
    Timestamp.append(time, entry.time());
    Map<String, String> all = new TreeMap<>();
    entry
        .fields()
        .forEach((key, value) -> all.put(OWN.contains(key) ? "fields." + key : key, value));
    all.put("level", entry.levelName());
    all.put("msg", entry.message());
    all.put("time", time.toString());
    if (!entry.stack().isEmpty()) {
      all.put("stack", entry.stack());
    }
    return object(all);
  }

  private static String object(Map<String, String> all) {
    StringBuilder line = new StringBuilder(200);
    all.forEach(
        (key, value) -> {
          line.append(line.length() == 0 ? '{' : ',');
          Quote.append(line, key);
          line.append(':');
          Quote.append(line, value);
        });
    return line.append("}\n").toString();
  }
}
