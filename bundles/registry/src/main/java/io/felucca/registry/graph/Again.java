package io.felucca.registry.graph;

/** Which plugins to try again although nothing else is wanted of them than before. */
public enum Again {
  /** None. */
  NEVER,
  /** Those that are not as wanted. */
  WHERE_FAILED,
  /** Also those that are. */
  ALWAYS
}
