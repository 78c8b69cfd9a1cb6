package io.felucca.registry.graph;

import io.felucca.registry.declare.PluginUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Goes through the steps in order, those that do not need each other at the same time. */
final class Walk {
  private final Executor executor;
  private final List<Order.Step> steps;

  Walk(Executor executor, List<Order.Step> steps) {
    this.executor = executor;
    this.steps = steps;
  }

  /**
   * Does {@code work} for each step after those that it comes after; returns the results in order.
   */
  <R> List<R> run(Function<Order.Step, R> work) {
    Map<PluginUri, CompletableFuture<R>> done = new HashMap<>();
    List<CompletableFuture<R>> all = new ArrayList<>();
    for (Order.Step step : steps) {
      CompletableFuture<?>[] earlier =
          step.after().stream().map(done::get).toArray(CompletableFuture[]::new);
      CompletableFuture<R> one =
          CompletableFuture.allOf(earlier).thenApplyAsync(ready -> work.apply(step), executor);
      done.put(step.wanted().uri(), one);
      all.add(one);
    }
    return all.stream().map(CompletableFuture::join).toList();
  }
}
