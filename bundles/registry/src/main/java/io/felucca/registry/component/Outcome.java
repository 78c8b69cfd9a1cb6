package io.felucca.registry.component;

import io.felucca.api.Fault;
import io.felucca.api.plugin.SkipPlugin;
import java.util.List;

/** What became of an attempt to bring an instance up. */
public sealed interface Outcome {
  /** It serves. */
  record Up(Object service) implements Outcome {}

  /** It does not apply here. */
  record Skipped(String reason) implements Outcome {}

  /**
   * It waits for something and comes by itself.
   *
   * @param missing the services that are not there; empty where it waits for something else
   */
  record Waits(String reason, List<Missing> missing) implements Outcome {}

  /** It said that what it needs is away just now: to be tried again. */
  record Unavailable(String reason) implements Outcome {}

  /** It failed. */
  record Failed(String reason) implements Outcome {}

  /** Why it does not serve; empty where it does. */
  default String reason() {
    return "";
  }

  /** What an exception of {@code start()} means. */
  static Outcome of(Throwable error) {
    if (error instanceof SkipPlugin) {
      return new Skipped(error.getMessage());
    }
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    return Fault.is(error, Fault.Kind.UNAVAILABLE)
        ? new Unavailable(message)
        : new Failed(error instanceof Fault ? message : describe(error));
  }

  private static String describe(Throwable error) {
    boolean plain =
        error instanceof IllegalArgumentException || error instanceof IllegalStateException;
    return plain && error.getMessage() != null ? error.getMessage() : error.toString();
  }
}
