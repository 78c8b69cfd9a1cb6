package io.felucca.metadata.world;

import io.felucca.api.Scope;
import io.felucca.api.gc.GcScheduler;
import io.felucca.api.gc.GcStats;
import io.felucca.api.plugin.Plugin;
import java.util.function.Consumer;

/** A scheduler that hands on what it is told, and collects nothing. */
public record Listener(Consumer<Boolean> to) implements GcScheduler, Plugin {
  @Override
  public GcStats scheduleAndWait(Scope scope) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changed(boolean deleted) {
    to.accept(deleted);
  }
}
