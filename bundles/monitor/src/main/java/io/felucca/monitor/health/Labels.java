package io.felucca.monitor.health;

/** The labels of containers that are about health. */
final class Labels {
  private static final String OURS = "containerd.io/healthcheck.";

  /** A JSON array in Docker's form, or a text for the shell. */
  static final String TEST = OURS + "test";

  static final String INTERVAL = OURS + "interval";
  static final String TIMEOUT = OURS + "timeout";
  static final String RETRIES = OURS + "retries";
  static final String START_PERIOD = OURS + "start-period";
  static final String START_INTERVAL = OURS + "start-interval";
  static final String ON_FAILURE = OURS + "on-failure";

  /** Written here: how it does, and how many checks in a row have failed. */
  static final String STATUS = OURS + "status";

  static final String FAILING_STREAK = OURS + "failing-streak";

  /** In events only: how the last check ended. */
  static final String EXIT_CODE = OURS + "exit-code";

  static final String OUTPUT = OURS + "output";

  /** The key of the extension with the last results. */
  static final String EXTENSION = "io.felucca.healthcheck";

  /** What nerdctl (from 2.1.5 on) writes: the check, and how the container does. */
  static final String NERDCTL_CHECK = "nerdctl/healthcheck";

  static final String NERDCTL_STATE = "nerdctl/healthstate";

  private Labels() {}
}
