package io.felucca.services;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects what a list call tells one by one into messages of at most 100, as clients are used to.
 */
final class Blocks<T> implements Consumer<T> {
  private static final int SIZE = 100;

  private final Consumer<List<T>> send;
  private List<T> block = new ArrayList<>(SIZE);

  Blocks(Consumer<List<T>> send) {
    this.send = send;
  }

  @Override
  public void accept(T item) {
    block.add(item);
    if (block.size() == SIZE) {
      flush();
    }
  }

  /** Sends what is left, if anything. */
  void flush() {
    if (!block.isEmpty()) {
      send.accept(block);
      block = new ArrayList<>(SIZE);
    }
  }
}
