package io.felucca.api.task;

import io.felucca.api.event.EventExchange;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a runtime for a program other than the daemon, where no registry configures one; found by
 * {@link java.util.ServiceLoader}.
 */
@ConsumerType
public interface RuntimeFactory {
  /**
   * A runtime that has not been started.
   *
   * @param root what must outlive a restart of the machine
   * @param state of the tasks: of this boot
   * @param events where it publishes
   */
  TaskManager make(Path root, Path state, EventExchange events);
}
