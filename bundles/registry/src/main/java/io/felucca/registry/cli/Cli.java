package io.felucca.registry.cli;

/** The command line of the daemon that needs no daemon. */
public final class Cli {
  private Cli() {}

  public static int run(String[] args) {
    return -1;
  }
}
