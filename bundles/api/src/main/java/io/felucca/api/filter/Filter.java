package io.felucca.api.filter;

import java.util.List;
import java.util.function.Predicate;

/**
 * A condition on things with {@link Fields}, in the grammar of containerd's list and subscribe
 * calls.
 *
 * <p>{@code selectors := selector ("," selector)*}, {@code selector := path [op value]}, {@code op
 * := "==" | "!=" | "~="}; a path without operator asks for presence; {@code ~=} is an unanchored
 * RE2 expression. Commas mean "and"; of several filters one has to match; no filter or an empty one
 * matches everything.
 */
@FunctionalInterface
public interface Filter extends Predicate<Fields> {
  /** Matches everything. */
  Filter ALL = fields -> true;

  /**
   * Reads filters of which one has to match; an invalid argument that shows the place where one
   * cannot be read.
   */
  static Filter parse(List<String> filters) {
    if (filters.isEmpty()) {
      return ALL;
    }
    List<Filter> any = filters.stream().map(Parser::parse).toList();
    return fields -> any.stream().anyMatch(filter -> filter.test(fields));
  }
}
