package io.felucca.registry;

/** The daemon cannot come up; the message says why and is for the person who started it. */
final class BootFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  BootFailure(String message) {
    super(message);
  }
}
