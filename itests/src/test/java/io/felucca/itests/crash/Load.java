package io.felucca.itests.crash;

/**
 * Changes a daemon's state step by step and remembers what the daemon has acknowledged: that must
 * still hold after a crash.
 */
interface Load {
  /** Does one thing; fails where the daemon dies meanwhile. */
  void step() throws Exception;

  /** The daemon is dead: waits for what is to happen while it is. */
  default void afterDeath() throws Exception {}

  /** The daemon is back: all that was acknowledged must be there. */
  void check() throws Exception;

  /** How many things have been acknowledged so far. */
  int acknowledged();
}
