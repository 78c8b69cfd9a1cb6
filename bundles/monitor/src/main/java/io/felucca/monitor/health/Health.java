package io.felucca.monitor.health;

/**
 * How a container does.
 *
 * @param status what is said of it
 * @param failingStreak how many checks in a row have failed
 */
record Health(Status status, int failingStreak) {
  static final Health FRESH = new Health(Status.STARTING, 0);

  /**
   * After one more check.
   *
   * @param inStartPeriod whether it began in the start period
   */
  Health after(Result result, int retries, boolean inStartPeriod) {
    if (result.isGood()) {
      return new Health(Status.HEALTHY, 0);
    }
    if (status == Status.STARTING && inStartPeriod) {
      return this;
    }
    int streak = failingStreak + 1;
    return new Health(streak >= retries ? Status.UNHEALTHY : status, streak);
  }
}
