package io.felucca.api.event;

import io.felucca.api.filter.Fields;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A payload made of a record: strings, booleans and maps answer filters under their names on the
 * wire ({@code container_id}).
 */
interface RecordPayload extends Payload {
  @Override
  default Optional<String> field(List<String> path) {
    for (RecordComponent component : getClass().getRecordComponents()) {
      if (wireName(component.getName()).equals(path.get(0))) {
        return read(component, path);
      }
    }
    return Optional.empty();
  }

  private Optional<String> read(RecordComponent component, List<String> path) {
    Object value;
    try {
      value = component.getAccessor().invoke(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, String> strings = (Map<String, String>) map;
      return Fields.key(strings, path, 1);
    }
    return value instanceof String || value instanceof Boolean
        ? Fields.nonEmpty(value.toString())
        : Optional.empty();
  }

  private static String wireName(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }
}
