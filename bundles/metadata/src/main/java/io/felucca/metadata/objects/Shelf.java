package io.felucca.metadata.objects;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.filter.Fields;
import io.felucca.api.filter.Filter;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.Pages;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The records of one kind in each namespace. What is told where one is missing is the kind's. */
final class Shelf<T extends Fields> {
  private final Database database;
  private final Function<Space, Table<T>> table;
  private final Function<T, String> id;

  Shelf(Database database, Function<Space, Table<T>> table, Function<T, String> id) {
    this.database = database;
    this.table = table;
    this.id = id;
  }

  Optional<T> find(Scope scope, String key) {
    String namespace = scope.requireNamespace();
    return database.view(world -> table.apply(world.space(namespace)).get(key));
  }

  /** All that pass the filter, in order, without a view of the store while the receiver works. */
  void list(Scope scope, Filter filter, Consumer<T> to) {
    String namespace = scope.requireNamespace();
    Pages.each(
        database,
        world -> table.apply(world.space(namespace)),
        id,
        page -> page.stream().filter(filter).forEach(to));
  }

  T add(Scope scope, T record, Supplier<Fault> taken) {
    String namespace = scope.requireNamespace();
    return database.change(
        change -> {
          Table<T> all = table.apply(change.space(namespace));
          if (all.has(id.apply(record))) {
            throw taken.get();
          }
          all.put(record);
          return record;
        });
  }

  /**
   * Replaces a record.
   *
   * @param updated makes the new one of the old one
   */
  T replace(Scope scope, String key, Supplier<Fault> missing, BiFunction<Change, T, T> updated) {
    String namespace = scope.requireNamespace();
    return database.change(
        change -> {
          Table<T> all = table.apply(change.space(namespace));
          T record = updated.apply(change, all.get(key).orElseThrow(missing));
          all.put(record);
          return record;
        });
  }

  void remove(Scope scope, String key, Supplier<Fault> missing) {
    String namespace = scope.requireNamespace();
    database.change(
        change -> {
          if (!table.apply(change.space(namespace)).delete(key)) {
            throw missing.get();
          }
          change.deleted();
          return null;
        });
  }
}
