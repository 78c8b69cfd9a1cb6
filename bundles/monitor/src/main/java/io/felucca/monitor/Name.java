package io.felucca.monitor;

import io.felucca.api.Scope;
import io.felucca.api.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A container's full name. */
public record Name(String namespace, String id) {
  /** The container that a task's event is about. */
  public static Name ofTask(Event event) {
    return new Name(event.namespace(), field(event, "container_id"));
  }

  /** The container that a container's event is about. */
  public static Name ofContainer(Event event) {
    return new Name(event.namespace(), field(event, "id"));
  }

  /** Whether the event of a task's exit is that of its first process. */
  public static boolean isFirstProcess(Event exit) {
    return field(exit, "id").equals(field(exit, "container_id"));
  }

  private static String field(Event event, String name) {
    return event.payload().field(List.of(name)).orElse("");
  }

  /** Its namespace, for a call that may take so long. */
  public Scope scope(Duration patience) {
    return Scope.of(namespace).withDeadline(Instant.now().plus(patience));
  }

  /** As log lines name it. */
  @Override
  public String toString() {
    return " namespace=" + namespace + " id=" + id;
  }
}
