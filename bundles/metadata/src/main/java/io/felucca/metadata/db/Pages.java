package io.felucca.metadata.db;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks a table in pages, each read in a view of its own: however slow the consumer is, it keeps no
 * snapshot of the store alive, and memory holds one page.
 */
public final class Pages {
  private static final int SIZE = 256;

  private Pages() {}

  public static <V> void each(
      Database database,
      Function<World, Table<V>> table,
      Function<V, String> key,
      Consumer<List<V>> to) {
    String after = "";
    List<V> page;
    do {
      String from = after;
      page = database.view(world -> table.apply(world).page(from, SIZE));
      to.accept(page);
      after = page.isEmpty() ? "" : key.apply(page.get(page.size() - 1));
    } while (page.size() == SIZE);
  }
}
