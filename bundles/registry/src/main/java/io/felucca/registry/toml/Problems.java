package io.felucca.registry.toml;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class Problems extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public Problems(List<Problem> problems) {
    super(
        problems.stream()
            .sorted(Problem.IN_ORDER)
            .map(Problem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = problems.stream().sorted(Problem.IN_ORDER).toList();
  }

  public static Problems of(Problem problem) {
    return new Problems(List.of(problem));
  }

  /** In the order of the files; never empty. */
  public List<Problem> all() {
    return problems;
  }
}
